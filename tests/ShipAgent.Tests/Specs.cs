using Contracts.Control;

namespace ShipAgent.Tests;

internal static class Specs
{
    public static TutorialSpec Whole(string name = "intro", string? image = null, string home = "home-of-a-test") => new()
    {
        Name = name,
        Image = image ?? "127.0.0.1:5000/risecamp/first-steps@sha256:" + new string('0', 64),
        MemoryBytes = 700UL << 20,
        CpuMillis = 2000,
        Pids = 200,
        Secret = "a-secret-of-the-tests-0123456789",
        HomeVolume = home,
        StartTimeoutSeconds = 90,
    };
}
