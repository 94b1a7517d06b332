using Mux.Auth;
using Mux.Camp;
using Mux.Pages;

namespace Mux.Berths;

/// <summary><c>GET /my-work/TUTORIAL</c>: the attendee's files of one tutorial, to be taken home or put aside.</summary>
internal sealed class WorkEndpoint(CampDefinition camp, BerthLookup lookup, BerthViews views, FormToken tokens)
{
    public IResult Show(HttpContext context, string tutorial)
    {
        if (lookup.Find(context) is not { } berth)
        {
            return Results.Redirect(LocalPath.ToLogin($"/my-work/{Uri.EscapeDataString(tutorial)}"));
        }

        if (views.Of(berth.Attendee, berth.Snapshot).Tutorials.FirstOrDefault(view => view.Name == tutorial) is not { } found)
        {
            var unknown = new MessageModel(new ShellModel("No such tutorial", camp.Title), "This camp has no tutorial of that name.") { LinkUrl = "/", LinkText = "To your tutorials" };
            return Page.Message(context, unknown, StatusCodes.Status404NotFound);
        }

        var shell = new ShellModel("Your work", camp.Title) { Who = berth.Attendee.Name, FormToken = tokens.For(context) };
        return Page.Of<WorkPage, WorkPageModel>(context, new WorkPageModel(shell, found));
    }
}
