using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Roster;

/// <summary>One person as a file names them.</summary>
internal sealed record RosterRow(int Line, string Name, string Email, StaffRole Role, ImmutableArray<string> Tutorials, string SeatGroup);

/// <summary>What is wrong in a file, and where.</summary>
internal sealed record RosterError(int Line, string Field, string Message)
{
    public override string ToString() => $"line {Line}: {Field}: {Message}";
}

/// <summary>All people of a file, or every error in it: then none of them counts.</summary>
internal sealed record RosterReading(ImmutableArray<RosterRow> Rows, ImmutableArray<RosterError> Errors);
