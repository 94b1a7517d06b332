namespace Mux.Tests.Providers.Ec2;

/// <summary>A machine that is there and costs money, in the cloud's own book.</summary>
internal sealed record Living(string Id, DateTimeOffset LaunchedAt, bool Runs, string Fleet);

/// <summary>An EC2 for tests: how it is reached, and what truly is, whatever it tells its callers.</summary>
internal interface ITestCloud
{
    HttpMessageHandler Handler { get; }

    /// <summary>Instances that were ever launched.</summary>
    int Launched { get; }

    /// <summary>Those of the camp <c>spring</c>.</summary>
    IReadOnlyList<Living> Alive();

    /// <summary>A step of time has passed.</summary>
    void Tick();
}
