using System.Collections.Immutable;
using System.Globalization;
using Mux.Fleet;

namespace Mux.Roster;

/// <summary>What a row must fulfil.</summary>
internal sealed class RosterRules(IReadOnlyCollection<string> tutorials)
{
    private const int MaxName = 64;
    private const int MaxEmail = 254;
    private const int MaxGroup = 40;

    /// <summary>Null when something is wrong with the row; every error is added.</summary>
    public RosterRow? Check(int line, Func<string, string> field, List<RosterError> errors)
    {
        var before = errors.Count;
        var (name, email, group) = (field("name"), field("email"), field("group"));
        foreach (var column in new[] { "name", "email", "role", "tutorials", "group" })
        {
            AddIf(IsFormula(field(column)), column, "starts as a formula does: a spreadsheet that opens this list would run it. Take the first character out");
            AddIf(field(column).Any(IsUnprintable), column, "holds characters that cannot be printed");
        }

        AddIf(name.Length is 0 or > MaxName, "name", $"must have 1 to {MaxName} characters");
        AddIf(!IsAddress(email), "email", $"must be one plain address, such as ada@example.org, of at most {MaxEmail} characters");
        AddIf(group.Length > MaxGroup, "group", $"must have at most {MaxGroup} characters");
        StaffRole? role = field("role").ToLowerInvariant() switch
        {
            "" or "attendee" => StaffRole.None,
            "helper" => StaffRole.Helper,
            "author" => StaffRole.Author,
            "organizer" => StaffRole.Organizer,
            _ => null,
        };
        AddIf(role is null, "role", "must be attendee, helper, author, organizer or nothing");
        var own = field("tutorials").Split([' ', '|', '/'], StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        AddIf(own.Except(tutorials).Any(), "tutorials", $"must be names of the camp's tutorials with spaces between: {string.Join(" ", tutorials)}");
        return errors.Count == before ? new RosterRow(line, name, email, role ?? StaffRole.None, own, group) : null;

        void AddIf(bool wrong, string column, string message)
        {
            if (wrong)
            {
                errors.Add(new RosterError(line, column, message));
            }
        }
    }

    /// <summary>One error for each row whose address stands above already.</summary>
    public static IEnumerable<RosterError> Twins(IEnumerable<RosterRow> rows) => rows
        .GroupBy(row => row.Email, StringComparer.OrdinalIgnoreCase)
        .SelectMany(twins => twins.Skip(1).Select(twin => new RosterError(twin.Line, "email", $"stands in line {twins.First().Line} already")));

    private static bool IsFormula(string field) => field.Length > 0 && field[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20';

    private static bool IsUnprintable(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate && !char.IsSurrogate(letter);

    // ASCII without anything that means more than itself in a mail's head.
    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= MaxEmail && at > 0 && at == email.LastIndexOf('@') && email.IndexOf('.', at) > at + 1 && !email.EndsWith('.')
            && email.All(letter => char.IsAsciiLetterOrDigit(letter) || "@.!#$%&'*+-/=?^_`{|}~".Contains(letter, StringComparison.Ordinal));
    }
}
