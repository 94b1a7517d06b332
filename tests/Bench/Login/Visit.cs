using System.Diagnostics;

namespace Bench.Login;

/// <summary>What one attendee waited for, from the instant of coming: the time of each step, and of the two that count.</summary>
internal sealed class Visit(string name)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan last;

    public string Name => name;

    public DateTime Began { get; } = DateTime.UtcNow;

    /// <summary>From the first request for the login form to the last byte of the first notebook's page.</summary>
    public TimeSpan Page { get; private set; }

    /// <summary>From the same instant to the first cell's result.</summary>
    public TimeSpan Result { get; private set; }

    public Dictionary<string, TimeSpan> Steps { get; } = [];

    /// <summary>The browser's ends of its connections.</summary>
    public IReadOnlyCollection<int> Ports { get; set; } = [];

    /// <summary>Why it did not come to a result; empty when it did.</summary>
    public string Failure { get; set; } = "";

    public void Step(string step)
    {
        Steps[step] = clock.Elapsed - last;
        last = clock.Elapsed;
    }

    public void PageShown(string step)
    {
        Step(step);
        Page = last;
    }

    public void ResultShown(string step)
    {
        Step(step);
        Result = last;
    }
}
