namespace Mux.Berths;

internal static class UpdateWords
{
    /// <summary>A time ahead for who has no clock on the page that ticks.</summary>
    public static string In(TimeSpan ahead) => ahead switch
    {
        { TotalSeconds: < 15 } => "any moment",
        { TotalSeconds: < 90 } => $"in about {Math.Ceiling(ahead.TotalSeconds / 15) * 15:0} seconds",
        _ => $"in about {Math.Round(ahead.TotalMinutes):0} minutes",
    };
}
