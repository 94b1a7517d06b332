namespace Mux.Fleet;

internal static class RolloutPulls
{
    /// <summary>0 to 100 while the ship fetches the rollout's image and the size is known; else null.</summary>
    public static int? Percent(RolloutShip part, Rollout rollout, Ship? ship) =>
        part.Step == RolloutStep.Pulling ? ship?.Vitals.Images.FirstOrDefault(image => image.Image == rollout.Image)?.Percent : null;
}
