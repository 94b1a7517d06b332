using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Camp;

/// <summary>Reads the section <c>login</c>.</summary>
internal static class LoginReader
{
    private const int MaxProviders = 8;

    public static LoginDefinition Read(YamlSection section, ImmutableArray<TutorialDefinition> tutorials, string folder)
    {
        var or = new LoginDefinition();
        var providers = section.Sections("providers").Select(one => ProviderReader.Read(one, folder)).ToImmutableArray();
        if (providers.Length > MaxProviders || providers.DistinctBy(provider => provider.Name).Count() < providers.Length)
        {
            section.Refuse("providers", $"must be at most {MaxProviders}, each with a name of its own");
        }

        var rules = new RuleReader([.. providers.Select(provider => provider.Name)], [.. tutorials.Select(tutorial => tutorial.Name)]);
        var login = new LoginDefinition
        {
            AccessCode = section.Flag("access_code", or.AccessCode),
            WalkIns = section.Has("walk_ins") ? section.Number("walk_ins", 0, 0, 100_000) : null,
            StandBy = section.Choice("walk_ins_beyond", "stand_by", "stand_by", "refuse") == "stand_by",
            LinksLast = section.Measure("links_last", or.LinksLast, Units.Time, Units.TimeExpected),
            Providers = providers,
            Roles =
            [
                .. rules.Read(section.Sections("organizers"), StaffRole.Organizer),
                .. rules.Read(section.Sections("helpers"), StaffRole.Helper),
                .. rules.Read(section.Sections("authors"), StaffRole.Author),
            ],
        };
        if (!login.AccessCode && login.WalkIns is not null)
        {
            section.Refuse("walk_ins", "counts those who come by access code, but 'access_code' is false: take one of the two out");
        }

        section.Finish();
        return login;
    }
}
