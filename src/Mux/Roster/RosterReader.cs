using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Mux.Roster;

/// <summary>Reads a table of people as spreadsheets write it: commas, semicolons or tabs; UTF-8 or UTF-16 with its mark.</summary>
internal static class RosterReader
{
    public const int MaxBytes = 1 << 20;
    private const int MaxRows = 10_000;
    private const int MaxErrors = 50;

    private static readonly string[] Columns = ["name", "email", "role", "tutorials", "group"];

    /// <param name="tutorials">Names of the camp's tutorials.</param>
    public static RosterReading Read(ReadOnlySpan<byte> file, IReadOnlyCollection<string> tutorials)
    {
        if (RosterText.Decode(file, out var wrong) is not { } text)
        {
            return new RosterReading([], [wrong!]);
        }

        var errors = new List<RosterError>();
        var rows = new List<RosterRow>();
        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal),
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = true,
            MaxFieldSize = 4096,
            MissingFieldFound = null,
            BadDataFound = bad => errors.Add(new RosterError(bad.Context.Parser?.RawRow ?? 1, "quotes", "a quote stands where none can: put the whole field into quotes, and double those inside")),
        });
        try
        {
            ReadAll(csv, rows, errors, new RosterRules(tutorials));
        }
        catch (CsvHelperException exception)
        {
            errors.Add(new RosterError(csv.Parser.RawRow, "field", exception is MaxFieldSizeException ? "is longer than 4096 characters: is a quote missing?" : "cannot be read: is a quote missing?"));
        }

        errors.AddRange(RosterRules.Twins(rows));
        return errors.Count > 0
            ? new RosterReading([], [.. errors.OrderBy(error => error.Line).Take(MaxErrors)])
            : new RosterReading([.. rows], []);
    }

    private static void ReadAll(CsvReader csv, List<RosterRow> rows, List<RosterError> errors, RosterRules rules)
    {
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header)
        {
            errors.Add(new RosterError(1, "file", "is empty: the first line names the columns, at least name,email"));
            return;
        }

        var known = header.Select(name => name.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)).ToList();
        errors.AddRange(known.Where(name => !Columns.Contains(name)).Select(name => new RosterError(1, Shown(name), $"is not a column here: known are {string.Join(", ", Columns)}")));
        errors.AddRange(Columns.Take(2).Except(known).Select(name => new RosterError(1, name, "is missing: the first line must name the columns, at least name,email")));
        errors.AddRange(known.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => new RosterError(1, Shown(group.Key), "stands there twice")));
        if (errors.Count > 0)
        {
            return; // without its columns the rest makes no sense
        }

        while (errors.Count < MaxErrors && csv.Read())
        {
            if (rows.Count == MaxRows)
            {
                errors.Add(new RosterError(csv.Parser.RawRow, "file", $"has more than {MaxRows} people: split it"));
                return;
            }

            if (rules.Check(csv.Parser.RawRow, column => csv.TryGetField<string>(column, out var field) ? field ?? "" : "", errors) is { } row)
            {
                rows.Add(row);
            }
        }
    }

    private static string Shown(string text) => new([.. text.Take(40).Where(letter => !char.IsControl(letter))]);
}
