using System.Globalization;
using System.Text;

namespace Mux.Dashboard;

/// <summary>One line of a chart as the <c>d</c> of an SVG path.</summary>
/// <param name="Css">Its colour's class.</param>
public sealed record ChartLine(string Name, string Css, string Path, int Last);

/// <summary>A chart of counts over time, worked out on the server: it needs no script and prints as it is.</summary>
/// <param name="Top">What the upper edge stands for.</param>
public sealed record HistoryChart(IReadOnlyList<ChartLine> Lines, int Top, DateTimeOffset From, DateTimeOffset To)
{
    public const int Width = 960;
    public const int Height = 240;

    /// <summary>Null when there are fewer than two samples: there is no line yet.</summary>
    public static HistoryChart? Of(IReadOnlyList<FleetSample> samples)
    {
        if (samples.Count < 2)
        {
            return null;
        }

        var top = RoundUp(samples.Max(sample => new[] { sample.Available, sample.Running, sample.Booting, sample.Waiting, sample.Goal }.Max()));
        ChartLine Line(string name, string css, Func<FleetSample, int> value) => new(name, css, PathOf(samples, value, top), value(samples[^1]));
        return new HistoryChart(
            [
                Line("goal", "goal", sample => sample.Goal),
                Line("available", "available", sample => sample.Available),
                Line("in use", "running", sample => sample.Running),
                Line("coming up", "booting", sample => sample.Booting),
                Line("waiting", "waiting", sample => sample.Waiting),
            ],
            top,
            samples[0].At,
            samples[^1].At);
    }

    // Counts jump: a step says when, a slope would invent ships in between.
    private static string PathOf(IReadOnlyList<FleetSample> samples, Func<FleetSample, int> value, int top)
    {
        var span = Math.Max((samples[^1].At - samples[0].At).TotalSeconds, 1);
        var path = new StringBuilder();
        var last = -1;
        for (var i = 0; i < samples.Count; i++)
        {
            var now = value(samples[i]);
            if (now == last && i < samples.Count - 1)
            {
                continue;
            }

            var (x, y) = ((samples[i].At - samples[0].At).TotalSeconds / span * Width, Height - (double)now / top * Height);
            path.Append(path.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}") : string.Create(CultureInfo.InvariantCulture, $"H{x:0.#}V{y:0.#}"));
            last = now;
        }

        return path.ToString();
    }

    private static int RoundUp(int most)
    {
        var step = Math.Max((int)Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, 1)))), 1);
        return Math.Max((most + step - 1) / step * step, 1);
    }
}
