using System.Diagnostics.CodeAnalysis;
using Mux.Fleet;

namespace Mux.Orders;

/// <summary>What kind of no it is.</summary>
internal enum RefusalKind
{
    /// <summary>The order itself is wrong.</summary>
    Invalid,

    /// <summary>It names something that is not there.</summary>
    NotFound,

    /// <summary>Right in itself, but not now.</summary>
    Conflict,

    /// <summary>Right in itself, but not for whoever asks.</summary>
    Forbidden,
}

/// <summary>An order that was not taken, and changed nothing.</summary>
/// <param name="Field">The part of the order at fault.</param>
/// <param name="Why">A whole sentence for people.</param>
/// <param name="Fix">What to do instead.</param>
internal sealed record Refusal(RefusalKind Kind, string Field, string Why, string Fix);

/// <summary>Either what the order brought about or why it was refused.</summary>
internal sealed record Ordered<T>(T? Result, Refusal? Refusal)
    where T : class
{
    [MemberNotNullWhen(false, nameof(Result))]
    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    public static implicit operator Ordered<T>(Refusal refusal) => new(null, refusal);

    public static implicit operator Ordered<T>(T result) => new(result, null);
}

/// <summary>Who gives an order, and from where; both go into the audit log.</summary>
internal sealed record Orderer(string Name, string Address)
{
    public Staff Staff { get; init; } = Staff.Organizer;

    public string Actor => $"{Name} from {Address}";
}
