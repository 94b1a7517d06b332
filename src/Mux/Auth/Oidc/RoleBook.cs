using Mux.Camp;
using Mux.Fleet;

namespace Mux.Auth.Oidc;

/// <summary>Who may do what, by the rules of <c>camp.yaml</c>.</summary>
internal static class RoleBook
{
    /// <param name="name">For the audit log.</param>
    public static Staff Of(LoginDefinition login, string provider, PersonClaims person, string name)
    {
        var rules = login.Roles.Where(rule => rule.Provider == provider && person.Fit(rule.Match)).ToList();
        return new Staff(
            name,
            rules.Aggregate(StaffRole.None, (roles, rule) => roles | rule.Role),
            [.. rules.SelectMany(rule => rule.Tutorials).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Staff may always attend; others when the provider's list says so, or when it has none.</summary>
    public static bool MayAttend(ProviderDefinition provider, PersonClaims person, Staff staff) =>
        staff.Roles != StaffRole.None || provider.Attendees.IsEmpty || provider.Attendees.Any(person.Fit);

    /// <summary>The claims that some rule asks for: they may stand in the user information only.</summary>
    public static IEnumerable<string> ClaimsAskedFor(LoginDefinition login) => login.Roles.Select(rule => rule.Match)
        .Concat(login.Providers.SelectMany(provider => provider.Attendees))
        .Select(match => match.Claim)
        .Concat(["name", "preferred_username", "given_name", "family_name", "email", "email_verified"])
        .Where(claim => claim != "sub")
        .Distinct(StringComparer.Ordinal);
}
