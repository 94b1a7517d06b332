using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Mux.Metrics;

/// <summary>
/// Listens to one meter and writes what it holds in Prometheus' text format 0.0.4. By hand: OpenTelemetry's exporter for it is a beta,
/// shows no counter before it has counted, and puts its scope on every line. The instruments are .NET's own; OTLP reads them beside it.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentQueue<Family> families = new();
    private readonly MeterListener listener = new();

    public PrometheusText(Meter meter)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                var family = new Family(instrument);
                families.Enqueue(family);
                self.EnableMeasurementEvents(instrument, family);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        listener.Start();
    }

    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in families)
        {
            family.Write(text);
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private sealed class Family
    {
        private readonly ConcurrentDictionary<string, Series> lines = new(StringComparer.Ordinal);
        private readonly Instrument instrument;
        private readonly string name;
        private readonly string type;
        private readonly IReadOnlyList<double>? bounds;

        // By the value of an only label: requests are counted without making its text anew each time.
        private readonly ConcurrentDictionary<string, Series> known = new(StringComparer.Ordinal);

        // A counter that never counted shows as 0, so that an alert on it has something to look at.
        private readonly Series? zero;

        public Family(Instrument instrument)
        {
            this.instrument = instrument;
            bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
            type = instrument switch { Histogram<double> => "histogram", Counter<long> or ObservableCounter<double> => "counter", _ => "gauge" };
            name = instrument.Name.Replace('.', '_') + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (type == "counter" ? "_total" : "");
            if (type == "counter" && !instrument.IsObservable)
            {
                zero = new Series("", null);
            }
        }

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var line = tags is [{ Value: string only }] ? known.GetValueOrDefault(only) ?? (known[only] = Line(tags)) : Line(tags);
            if (instrument.IsObservable)
            {
                line.Set(value);
            }
            else
            {
                line.Add(value);
            }
        }

        private Series Line(ReadOnlySpan<KeyValuePair<string, object?>> tags) => lines.GetOrAdd(Series.Labels(tags), static (key, self) => new Series(key, self.bounds), this);

        public void Write(StringBuilder text)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(instrument.Description).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            if (lines.IsEmpty)
            {
                zero?.Write(text, name);
            }

            foreach (var line in lines.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                line.Value.Write(text, name);
            }
        }
    }
}
