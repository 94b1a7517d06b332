namespace Ec2Emulator.Cloud;

/// <summary>Ends of instances that nobody asked for by the API.</summary>
internal static class Interruption
{
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(2);

    /// <summary>AWS takes a spot instance back: it is told now and loses its machine two minutes later. False: it is none, or ends already.</summary>
    public static bool Announce(Instance instance, DateTimeOffset now, Pace pace)
    {
        if (!instance.Order.Spot || instance.StateAt(now) != InstanceState.Running)
        {
            return false;
        }

        instance.SpotNotice = now;
        End(instance, now + Notice, pace, "Server.SpotInstanceTermination");
        return true;
    }

    /// <summary>The machine powered itself off.</summary>
    public static void PoweredOff(Instance instance, DateTimeOffset now, Pace pace)
    {
        if (instance.StateAt(now) is not (InstanceState.Running or InstanceState.Pending))
        {
            return;
        }

        if (instance.Order.TerminatesOnPowerOff)
        {
            End(instance, now, pace, "Client.InstanceInitiatedShutdown");
        }
        else
        {
            instance.Turn(now, InstanceState.Stopping, "Client.InstanceInitiatedShutdown");
            instance.Turn(now + pace.Stopping, InstanceState.Stopped, "Client.InstanceInitiatedShutdown");
        }
    }

    /// <summary>The hardware under it fails.</summary>
    public static void Fail(Instance instance, DateTimeOffset now, Pace pace)
    {
        if (!instance.StateAt(now).Ends())
        {
            End(instance, now, pace, "Server.InternalError");
        }
    }

    private static void End(Instance instance, DateTimeOffset at, Pace pace, string reason)
    {
        instance.Turn(at, InstanceState.ShuttingDown, reason);
        instance.Turn(at + pace.ShuttingDown, InstanceState.Terminated, reason);
    }
}
