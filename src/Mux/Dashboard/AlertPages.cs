using Mux.Alerts;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary><c>/alerts</c>, and a button that tries the webhook.</summary>
internal sealed class AlertPages(AlertKeeper keeper, WebhookSender sender, WebhookQueue webhook, Frame frame, TimeProvider time)
{
    public const string Place = "/alerts";

    public IResult Show(HttpContext context) => Show(context, webhook.Last, "The last alert");

    public async Task<IResult> TestAsync(HttpContext context) =>
        sender.Webhook is null ? Page.SeeOther(context, Place) : Show(context, await webhook.TestAsync(context.RequestAborted), "The test");

    private IResult Show(HttpContext context, WebhookAnswer? answer, string what)
    {
        var mayTest = context.Features.Get<Staff>()?.IsAny(StaffRole.Organizer) == true;
        var line = WebhookLine.Of(sender.Webhook, answer, mayTest, what);
        return Frame.Show<AlertsPage, AlertsPageModel>(context, AlertsPageModel.Of(frame.Around(context, "Alerts", Place, live: HttpMethods.IsGet(context.Request.Method)), keeper.Board, line, time.GetUtcNow()));
    }
}
