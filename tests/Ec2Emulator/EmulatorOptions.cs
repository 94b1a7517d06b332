using Ec2Emulator.Cloud;
using Ec2Emulator.Lies;
using Ec2Emulator.Machines;

namespace Ec2Emulator;

internal sealed record EmulatorOptions
{
    /// <summary>On loopback; 0: any free one.</summary>
    public int Port { get; init; }

    public Region Region { get; init; } = Region.Sample;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long things take when nothing really boots.</summary>
    public Pace Pace { get; init; } = Pace.Quick;

    /// <summary>Set: instances boot.</summary>
    public MachineOptions? Machines { get; init; }

    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Of all chance: ids, lags, who is hit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Sees every successful answer of EC2: the operation and the XML.</summary>
    public Action<string, string>? Watcher { get; init; }
}
