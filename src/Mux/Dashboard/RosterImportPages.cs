using Mux.Orders;
using Mux.Pages;
using Mux.Roster;

namespace Mux.Dashboard;

/// <summary><c>/roster/preview</c> and <c>/roster/import</c>: a file is looked at first, and taken in by a second form that carries it along. Nothing waits in the mux between the two.</summary>
internal sealed class RosterImportPages(RosterOrders orders, Frame frame)
{
    private const int MaxShown = 300;

    public async Task<IResult> PreviewAsync(HttpContext context)
    {
        var uploaded = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted)).Files.GetFile("people") : null;
        if (uploaded is null or { Length: 0 })
        {
            return Refused(context, "No file was chosen, or it is empty. Choose a CSV file whose first line names the columns: name,email.");
        }

        if (uploaded.Length > RosterReader.MaxBytes)
        {
            return Refused(context, $"The file is too large: a roster has at most {RosterReader.MaxBytes / 1024} KiB. Split it.");
        }

        using var bytes = new MemoryStream();
        await uploaded.CopyToAsync(bytes, context.RequestAborted);
        return Look(context, bytes.ToArray());
    }

    public async Task<IResult> ImportAsync(HttpContext context)
    {
        var carried = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["file"].ToString() : "";
        var file = new byte[(carried.Length * 3 / 4) + 3];
        if (carried.Length == 0 || !Convert.TryFromBase64String(carried, file, out var length) || length > RosterReader.MaxBytes)
        {
            return Refused(context, "The file did not come along. Choose it again.");
        }

        var imported = await orders.ImportAsync(file.AsMemory(0, length), Requester.Of(context), context.RequestAborted);
        return imported.Errors.Count > 0
            ? Look(context, file.AsMemory(0, length))
            : Page.SeeOther(context, RosterPages.Place);
    }

    private IResult Look(HttpContext context, ReadOnlyMemory<byte> file)
    {
        var (plan, errors) = orders.Preview(file);
        return Frame.Show<RosterPreviewPage, RosterPreviewModel>(
            context,
            RosterPreviewModel.Of(frame.Around(context, "Roster: what changes", RosterPages.Place, live: false), plan, errors, errors.Count > 0 ? "" : Convert.ToBase64String(file.Span), MaxShown),
            errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private IResult Refused(HttpContext context, string why) => Frame.Show<RosterPreviewPage, RosterPreviewModel>(
        context,
        RosterPreviewModel.Refused(frame.Around(context, "Roster: what changes", RosterPages.Place, live: false), why),
        StatusCodes.Status422UnprocessableEntity);
}
