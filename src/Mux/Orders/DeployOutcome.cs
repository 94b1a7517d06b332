using Mux.Fleet;

namespace Mux.Orders;

/// <summary>What became of a deploy that was not refused.</summary>
/// <param name="Image"><c>repository@sha256:…</c> that the reference means now.</param>
/// <param name="Rollout">The rollout that was started; null when the camp runs that digest already.</param>
internal sealed record DeployOutcome(string Image, Rollout? Rollout);

/// <summary>The goal as it stands after the order.</summary>
internal sealed record GoalOutcome(int Ships);
