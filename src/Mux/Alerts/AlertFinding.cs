using Mux.Fleet;

namespace Mux.Alerts;

/// <summary>Something that is wrong at this moment. Whether it is worth an alert, its duration tells (<see cref="AlertBoard"/>).</summary>
/// <param name="Subject">The same from look to look as long as it is the same thing.</param>
internal sealed record AlertFinding(AlertKind Kind, string Subject, Severity Severity, string Text, string Fix)
{
    private const int MaxText = 500;
    private const int MaxOutput = 2000;

    /// <summary>One line, at most 500 characters: ships write parts of it.</summary>
    public string Text { get; } = Short(Text);

    /// <summary>The last 2000 characters.</summary>
    public string Output { get; init => field = value.Length > MaxOutput ? value[^MaxOutput..] : value; } = "";

    public ShipId? Ship { get; init; }

    public RolloutId? Rollout { get; init; }

    /// <summary>False: it keeps up an alert that is up already, and raises none. What lies between the two marks does not flap.</summary>
    public bool Raises { get; init; } = true;

    public (AlertKind Kind, string Subject) Key => (Kind, Subject);

    private static string Short(string text)
    {
        var line = new string([.. text.Take(MaxText).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > MaxText ? line[..^1] + "…" : line;
    }
}
