namespace Mux.Alerts;

/// <summary>What one try to deliver came to.</summary>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Text">The beginning of the answer, on one line; or why none came.</param>
internal sealed record WebhookAnswer(int? Status, string Text, TimeSpan Took)
{
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>Another try may come to more: no answer, too busy, or a fault of the receiver's.</summary>
    public bool MayPass => Status is null or 408 or 425 or 429 or >= 500;
}
