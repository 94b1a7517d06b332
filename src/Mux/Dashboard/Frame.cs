using Mux.Alerts;
using Mux.Auth;
using Mux.Camp;
using Mux.Fleet;
using Mux.Orders;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>What all of the organizers' pages have around them.</summary>
internal sealed class Frame(CampDefinition camp, FormToken tokens, StaffRoutes routes, AlertKeeper alerts, TimeProvider time)
{
    private const int RefreshSeconds = 15;

    private static readonly (string Text, string Url)[] Places =
    [
        ("Fleet", "/"), ("Sessions", "/sessions"), ("Rollouts", "/rollouts"), ("Attendees", AttendeePages.Place), ("Roster", RosterPages.Place), ("Hands", HandPages.Place), ("Alerts", AlertPages.Place), ("History", "/history"), ("Log", "/log"),
        ("Preflight", PreflightPages.Place), ("Rehearsal", RehearsalPages.Place), ("Tokens", TokenPages.Place),
    ];

    /// <param name="live">False for a page on which somebody has just made a mistake: it stands still.</param>
    public ShellModel Around(HttpContext context, string title, string place, bool live = true)
    {
        var staff = Requester.Of(context).Staff;
        var permits = routes.Of(staff);
        return new ShellModel(title, camp.Title)
        {
            Wide = true,
            Who = staff != Staff.Organizer ? staff.Name : "Organizer",
            FormToken = tokens.For(context),
            RefreshWithoutScript = live ? RefreshSeconds : 0, // not by a header, which would reload under the hands of who has JavaScript
            Live = live ? LiveEndpoint.Path : "",
            Permits = permits,
            Notices = permits.Contains($"GET {AlertPages.Place}") ? AlertNotices.Of(alerts.Board.Active, permits, time.GetUtcNow()) : [],
            MoreNotices = permits.Contains($"GET {AlertPages.Place}") ? AlertNotices.More(alerts.Board.Active) : null,
            Links = [.. Places.Where(one => permits.Contains($"GET {one.Url}") && (one.Url != FleetPages.Place || FleetPages.IsFor(staff))).Select(one => new ShellLink(one.Text, one.Url, one.Url == place))],
        };
    }

    public static IResult Show<TPage, TModel>(HttpContext context, TModel model, int status = StatusCodes.Status200OK)
        where TPage : Microsoft.AspNetCore.Components.IComponent => Page.Of<TPage, TModel>(context, model, status);

    public IResult NotThere(HttpContext context, string what, string place) => Page.Message(
        context,
        new MessageModel(Around(context, "Not there", place, live: false), $"There is no such {what}. It may have been taken down and forgotten.") { LinkUrl = place, LinkText = "Back" },
        StatusCodes.Status404NotFound);
}
