using System.Collections.Immutable;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mux.Camp;

/// <summary>Either the camp or every error in its file.</summary>
internal sealed record CampReading(CampDefinition? Camp, ImmutableArray<CampError> Errors);

/// <summary>Reads <c>camp.yaml</c>. An unknown key is an error: a setting that is silently ignored is worse than none.</summary>
internal static partial class CampReader
{
    /// <summary>Never throws for what a file may hold; a file that cannot be opened is one error too.</summary>
    public static CampReading ReadFile(string file)
    {
        try
        {
            return Read(File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CampReading(null, [new CampError(0, file, $"cannot be read: {exception.Message}")]);
        }
    }

    /// <param name="text">The file's text.</param>
    /// <param name="folder">What relative paths in it start from.</param>
    public static CampReading Read(string text, string folder)
    {
        var errors = new List<CampError>();
        var camp = Parse(text, errors) is { } root ? ReadCamp(new YamlSection(root, "", errors), folder, errors) : null;
        return errors.Count == 0 ? new CampReading(camp, []) : new CampReading(null, [.. errors.OrderBy(error => error.Line)]);
    }

    private static YamlMappingNode? Parse(string text, List<CampError> errors)
    {
        try
        {
            if (YamlGuard.Check(text) is { } unfit)
            {
                errors.Add(unfit);
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
            {
                return root;
            }

            errors.Add(new CampError(1, "camp.yaml", "must hold one document of keys and values; start with 'name: my-camp'"));
        }
        catch (YamlException exception)
        {
            errors.Add(new CampError((int)exception.Start.Line, "camp.yaml", $"is not valid YAML: {exception.Message}"));
        }

        return null;
    }

    private static CampDefinition ReadCamp(YamlSection root, string folder, List<CampError> errors)
    {
        var name = ReadName(root, "name", "spring-camp");
        var datasets = root.Sections("datasets").Select(section => ReadDataset(section, folder)).ToImmutableArray();
        var tutorials = root.Sections("tutorials").Select(section => TutorialReader.Read(section, datasets)).ToImmutableArray();
        if (tutorials.IsEmpty && errors.TrueForAll(error => error.Field != "tutorials"))
        {
            root.Refuse("tutorials", "is missing or empty: a camp has at least one tutorial, with 'name' and 'image'");
        }

        RefuseTwins(root, "tutorials", tutorials.Select(tutorial => tutorial.Name));
        RefuseTwins(root, "datasets", datasets.Select(dataset => dataset.Name));
        var fleet = root.Section("fleet") is { } section ? FleetReader.ReadFleet(section, root.Has("sessions")) : new();
        var sessions = SessionReader.Read(root, fleet.MaxShips);
        RefuseTwins(root, "sessions", sessions.Select(one => one.Session.Name));
        var registries = root.Sections("registries").Select(entry => RegistryReader.Read(entry, folder)).ToImmutableArray();
        RefuseTwins(root, "registries", registries.Select(registry => registry.Host));
        var camp = new CampDefinition(name, tutorials)
        {
            Title = ReadTitle(root, name),
            Datasets = datasets,
            Registries = registries,
            Fleet = fleet,
            Sessions = sessions,
            TimeZone = root.Text("time_zone"),
            Rollout = root.Section("rollout") is { } rollout ? FleetReader.ReadRollout(rollout) : new(),
            Mail = root.Section("mail") is { } mail ? MailReader.Read(mail, folder) : null,
            Webhook = root.Section("alerts") is { } alerts ? AlertReader.Read(alerts, folder) : null,
            Helping = root.Section("helping") is { } helping ? ReadHelping(helping) : new(),
            Login = root.Section("login") is { } login ? LoginReader.Read(login, tutorials, folder) : new(),
            Local = root.Section("local") is { } local ? FleetReader.ReadLocal(local) : new(),
            Ec2 = root.Section("ec2") is { } ec2 ? Ec2Reader.Read(ec2) : null,
        };
        if (camp is { Fleet.Provider: "ec2", Ec2: null } && !root.Has("ec2"))
        {
            root.Refuse("ec2", "is missing: fleet.provider is ec2, which needs at least region, image, placements and security_groups below 'ec2:'");
        }

        root.Finish();
        return camp;
    }

    private static DatasetDefinition ReadDataset(YamlSection section, string folder)
    {
        var name = ReadName(section, "name", "penguins");
        var path = Path.GetFullPath(Path.Combine(folder, section.Required("path", "./datasets/penguins")));
        if (section.Has("path") && !Directory.Exists(path))
        {
            section.Refuse("path", $"there is no folder {path}");
        }

        section.Finish();
        return new DatasetDefinition(name, path);
    }

    private static HelpingDefinition ReadHelping(YamlSection section)
    {
        var or = new HelpingDefinition();
        var helping = new HelpingDefinition
        {
            Lasts = section.Measure("lasts", or.Lasts, text => Units.Time(text) is { TotalMinutes: >= 1 and <= 120 } time ? time : null, "a time from 1m to 2h, such as 15m"),
            Typing = section.Flag("typing", or.Typing),
        };
        section.Finish();
        return helping;
    }

    internal static string ReadTitle(YamlSection section, string name)
    {
        var title = section.Text("title", name);
        if (title.Length == 0 && section.Has("title"))
        {
            section.Refuse("title", "must not be empty: write a title, or leave the key out");
        }

        return title;
    }

    /// <summary>Names become part of paths, volumes and URLs, hence the narrow grammar.</summary>
    internal static string ReadName(YamlSection section, string key, string example)
    {
        var name = section.Required(key, example);
        if (name.Length > 0 && !NameGrammar().IsMatch(name))
        {
            section.Refuse(key, $"'{name}' must be 1 to 32 characters a-z, 0-9 and '-', starting with a letter, such as {example}");
        }

        return name;
    }

    private static void RefuseTwins(YamlSection root, string key, IEnumerable<string> names)
    {
        foreach (var twin in names.Where(name => name.Length > 0).GroupBy(name => name).Where(group => group.Count() > 1))
        {
            root.Refuse(key, $"'{twin.Key}' stands there {twin.Count()} times: names must differ");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex NameGrammar();
}
