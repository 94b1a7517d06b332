using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>Reads who is organizer, helper or author.</summary>
internal sealed class RuleReader(ImmutableArray<string> providers, ImmutableArray<string> tutorials)
{
    public IEnumerable<RoleRule> Read(IReadOnlyList<YamlSection> sections, StaffRole role) => [.. sections.Select(section => Read(section, role))];

    /// <summary>Exactly one of <c>subject</c>, <c>claim</c> with <c>value</c>, and <c>email_domain</c>.</summary>
    public static PersonMatch ReadMatch(YamlSection section)
    {
        var (subject, claim, domain) = (section.Text("subject"), section.Text("claim"), section.Text("email_domain"));
        var value = section.Text("value");
        if (new[] { subject, claim, domain }.Count(text => text.Length > 0) != 1 || claim.Length > 0 != value.Length > 0)
        {
            section.Refuse("subject", "say whom you mean by exactly one of: 'subject: ID', 'claim: groups' with 'value: NAME', 'email_domain: example.org'");
        }

        if (domain.Contains('@', StringComparison.Ordinal) || domain.StartsWith('.') || domain.Contains('*', StringComparison.Ordinal))
        {
            section.Refuse("email_domain", $"'{domain}' must be a whole domain, such as example.org: it is compared as it stands, subdomains do not count");
        }

        return subject.Length > 0 ? new PersonMatch(MatchKind.Subject, "sub", subject)
            : domain.Length > 0 ? new PersonMatch(MatchKind.EmailDomain, "email", domain)
            : new PersonMatch(MatchKind.Claim, claim, value);
    }

    private RoleRule Read(YamlSection section, StaffRole role)
    {
        var provider = section.Text("provider", providers.Length == 1 ? providers[0] : "");
        if (!providers.Contains(provider))
        {
            section.Refuse("provider", $"'{provider}' is not among login.providers: name one of them ({string.Join(", ", providers)})");
        }

        var rule = new RoleRule(role, provider, ReadMatch(section), role == StaffRole.Author ? ReadTutorials(section) : []);
        section.Finish();
        return rule;
    }

    private ImmutableArray<string> ReadTutorials(YamlSection section)
    {
        var names = section.Texts("tutorials");
        foreach (var unknown in names.Except(tutorials))
        {
            section.Refuse("tutorials", $"there is no tutorial '{unknown}': write names from the top-level key 'tutorials'");
        }

        if (names.Count == 0)
        {
            section.Refuse("tutorials", "is missing: an author deploys the own tutorials only, so name them");
        }

        return [.. names];
    }
}
