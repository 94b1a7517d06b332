using System.Collections.Immutable;

namespace Mux.Fleet;

/// <summary>What somebody may do beyond attending. One person may have several.</summary>
[Flags]
internal enum StaffRole
{
    None = 0,

    /// <summary>Sees the fleet and helps attendees; changes nothing about the camp.</summary>
    Helper = 1,

    /// <summary>Deploys the images of the own tutorials.</summary>
    Author = 2,

    /// <summary>Everything.</summary>
    Organizer = 4,
}

/// <summary>Somebody of the staff, as a request shows.</summary>
/// <param name="Name">For the audit log.</param>
/// <param name="Tutorials">An author's own.</param>
internal sealed record Staff(string Name, StaffRole Roles, ImmutableArray<string> Tutorials)
{
    /// <summary>Whoever sent the organizer token.</summary>
    public static readonly Staff Organizer = new("organizer", StaffRole.Organizer, []) { Key = "organizer" };

    /// <summary>Tells apart two of one name: the token's id, or the key of whom a provider names. Empty where the store says who holds what.</summary>
    public string Key { get; init; } = "";

    public bool IsAny(StaffRole of) => (Roles & of) != 0;

    /// <summary>Whether rollouts of the tutorial are this person's to see and to start.</summary>
    public bool MayDeploy(string tutorial) => IsAny(StaffRole.Organizer) || (IsAny(StaffRole.Author) && Tutorials.Contains(tutorial));
}
