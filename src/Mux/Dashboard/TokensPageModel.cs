using Mux.Camp;
using Mux.Fleet;
using Mux.Pages;

namespace Mux.Dashboard;

/// <summary>Tokens of authors, helpers and further organizers, and who is logged in here.</summary>
/// <param name="Secret">A token that was just made, which is shown this once; empty: none.</param>
public sealed record TokensPageModel(ShellModel Shell, IReadOnlyList<TokenRow> Rows, IReadOnlyList<StaffRow> Here, TokenForm Form, string Secret)
{
    private const int MaxRows = 200;

    internal static TokensPageModel Of(ShellModel shell, FleetSnapshot snapshot, TokenForm form, string secret, DateTimeOffset now) => new(
        shell,
        [.. snapshot.StaffTokens.Values.Where(token => token.ExpiresAt > now).OrderByDescending(token => token.CreatedAt).Take(MaxRows).Select(token => TokenRow.Of(token, now))],
        [.. snapshot.StaffSessions.Values.Where(session => session.ExpiresAt > now).OrderBy(session => session.Staff.Name, StringComparer.OrdinalIgnoreCase).Take(MaxRows).Select(session => StaffRow.Of(session, snapshot, now))],
        form,
        secret);
}

/// <summary>A token without the token.</summary>
public sealed record TokenRow(string Id, string Name, string Role, string Tutorials, string Made, string By, string Ends)
{
    internal static TokenRow Of(StaffToken token, DateTimeOffset now) => new(
        token.Id.Value,
        token.Staff.Name,
        token.Staff.Roles.ToString().ToLowerInvariant(),
        token.Staff.Tutorials.IsEmpty ? "–" : string.Join(", ", token.Staff.Tutorials),
        Wording.Ago(token.CreatedAt, now),
        token.CreatedBy,
        $"in {Wording.Span(token.ExpiresAt - now)}");
}

/// <summary>A login of the staff.</summary>
public sealed record StaffRow(string Name, string Role, string By, string Ends)
{
    internal static StaffRow Of(StaffSession session, FleetSnapshot snapshot, DateTimeOffset now) => new(
        session.Staff.Name,
        session.Staff.Roles.ToString().ToLowerInvariant(),
        session.Basis switch
        {
            StaffBasis.Provider => $"by {session.Word?.Provider}",
            StaffBasis.Token => $"by token {snapshot.StaffTokens.GetValueOrDefault(session.Mark)?.Id.Value}",
            _ => "by the camp's token",
        },
        $"in {Wording.Span(session.ExpiresAt - now)}{(session.Word?.AskAt is null ? "" : ", or as long as the provider vouches")}");
}

/// <summary>The form that makes a token, with what was typed if it was refused.</summary>
/// <param name="Error">Empty when nothing is wrong.</param>
/// <param name="Field"><c>name</c>, <c>role</c>, <c>tutorials</c> or <c>days</c>: where the error belongs.</param>
public sealed record TokenForm(IReadOnlyList<string> Tutorials, string Name, string Role, IReadOnlyList<string> Chosen, string Days, string Error, string Field)
{
    private const int MaxText = 80;

    public static readonly IReadOnlyList<(string Value, string Text)> Roles = [("author", "author: deploys the own tutorials"), ("helper", "helper: sees the fleet, helps attendees"), ("organizer", "organizer: everything")];

    /// <summary>Whose token was just made; empty: none was.</summary>
    public string Made { get; init; } = "";

    internal static TokenForm Empty(CampDefinition camp) => new([.. camp.Tutorials.Select(tutorial => tutorial.Name)], "", "author", [], "30", "", "");

    internal static TokenForm Typed(CampDefinition camp, IFormCollection form) => Empty(camp) with
    {
        Name = Cut(form["name"]),
        Role = Cut(form["role"]),
        Chosen = [.. form["tutorials"].Take(camp.Tutorials.Length).Select(Cut)],
        Days = Cut(form["days"]),
    };

    private static string Cut(string? text) => text?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, MaxText)] : "";
}
