using Mux.ApiModel;
using Mux.Fleet;

namespace Mux.Alerts;

/// <summary>An alert as the API and the webhook show it.</summary>
internal static class AlertView
{
    public static AlertInfo Of(Alert alert) => new(
        alert.Id.Value, Word(alert.Kind), alert.Subject, Word(alert.Severity), alert.Text, alert.Fix, alert.Output, alert.Ship?.Value, alert.Rollout?.Value, UrlOf(alert),
        alert.RaisedAt, alert.ClearedAt);

    /// <summary>Where to look: the rollout, the ship, or the page that can change it.</summary>
    public static string UrlOf(Alert alert) => alert switch
    {
        { Rollout: { } rollout } => $"/rollouts/{rollout}",
        { Ship: { } ship } => $"/ships/{ship}",
        { Kind: AlertKind.Launches or AlertKind.NoCapacity } => "/",
        _ => "/alerts",
    };

    /// <summary>camelCase, as in the rest of the API.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString() is [var first, .. var rest] ? char.ToLowerInvariant(first) + rest : "";
}
