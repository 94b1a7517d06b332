using Mux.Pages;
using Mux.Preflight;

namespace Mux.Dashboard;

/// <summary><c>/preflight</c>: what the last look found, and a button for another.</summary>
internal sealed class PreflightPages(PreflightDesk desk, Frame frame, TimeProvider time)
{
    public const string Place = "/preflight";

    public IResult Show(HttpContext context) => Frame.Show<PreflightPage, PreflightPageModel>(
        context, PreflightPageModel.Of(frame.Around(context, "Preflight", Place, live: false), desk.Latest, time.GetUtcNow()));

    public async Task<IResult> RunAsync(HttpContext context)
    {
        await desk.RunAsync(context.RequestAborted);
        return Page.SeeOther(context, Place);
    }
}
