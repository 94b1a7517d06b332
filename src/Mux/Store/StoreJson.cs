using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mux.Fleet;

namespace Mux.Store;

/// <summary>How fleet records look as documents.</summary>
internal static class StoreJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter(),
            new Text<ShipId>(text => new ShipId(text), id => id.Value),
            new Text<BatchId>(text => new BatchId(text), id => id.Value),
            new Text<AttendeeId>(text => new AttendeeId(text), id => id.Value),
            new Text<HomeId>(text => new HomeId(text), id => id.Value),
            new Text<RehearsalId>(text => new RehearsalId(text), id => id.Value),
            new Text<RolloutId>(text => new RolloutId(text), id => id.Value),
            new Text<StaffTokenId>(text => new StaffTokenId(text), id => id.Value),
            new Text<AlertId>(text => new AlertId(text), id => id.Value),
            new Text<RosterId>(text => new RosterId(text), id => id.Value),
            new Text<HandId>(text => new HandId(text), id => id.Value),
            new Text<LeaveId>(text => new LeaveId(text), id => id.Value),
            new Text<IPEndPoint>(IPEndPoint.Parse, endpoint => endpoint.ToString()),
            new Text<IPNetwork>(IPNetwork.Parse, network => network.ToString()),
            new Text<EquatableList<SessionBreak>>(
                text => new EquatableList<SessionBreak>(text.Length == 0 ? [] : [.. text.Split(' ').Select(ReadBreak)]),
                list => string.Join(' ', list.Items.Select(one => $"{one.From:O}/{one.Until:O}"))),
            new Text<EquatableList<string>>(
                text => new EquatableList<string>(text.Length == 0 ? [] : [.. text.Split('\n')]),
                list => string.Join('\n', list.Items)),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveVitalsOut } },
    };

    private static SessionBreak ReadBreak(string text) =>
        new(DateTimeOffset.Parse(text[..text.IndexOf('/', StringComparison.Ordinal)], CultureInfo.InvariantCulture), DateTimeOffset.Parse(text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));

    // Facts of the moment are reported anew after a restart: written down they would only be stale.
    private static void LeaveVitalsOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType == typeof(ShipVitals)))
        {
            property.ShouldSerialize = (_, _) => false;
        }
    }

    private sealed class Text<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
    }
}
