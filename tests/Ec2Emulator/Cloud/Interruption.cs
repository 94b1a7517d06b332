namespace Ec2Emulator.Cloud;

/// <summary>Ends of instances that nobody asked for by the API.</summary>
internal static class Interruption
{
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(2);

    /// <summary>AWS takes a spot instance back: it is told now and loses its machine two minutes later. False: it is none, or ends already.</summary>
    public static bool Announce(Instance instance, DateTimeOffset now, Account account)
    {
        if (!instance.Order.Spot || instance.StateAt(now) != InstanceState.Running)
        {
            return false;
        }

        instance.SpotNotice = now;
        End(instance, now + Notice, account, "Server.SpotInstanceTermination");
        return true;
    }

    /// <summary>The machine powered itself off.</summary>
    /// <returns>False: it was not on.</returns>
    public static bool PoweredOff(Instance instance, DateTimeOffset now, Account account)
    {
        if (instance.StateAt(now) is not (InstanceState.Running or InstanceState.Pending))
        {
            return false;
        }

        if (instance.Order.TerminatesOnPowerOff)
        {
            End(instance, now, account, "Client.InstanceInitiatedShutdown");
        }
        else
        {
            instance.Turn(now, InstanceState.Stopping, "Client.InstanceInitiatedShutdown");
            account.Plan(instance, now, pace => pace.Stopping, InstanceState.Stopped, "Client.InstanceInitiatedShutdown");
        }

        return true;
    }

    /// <summary>The hardware under it fails.</summary>
    /// <returns>False: it had ended.</returns>
    public static bool Fail(Instance instance, DateTimeOffset now, Account account)
    {
        if (instance.StateAt(now).Ends())
        {
            return false;
        }

        End(instance, now, account, "Server.InternalError");
        return true;
    }

    private static void End(Instance instance, DateTimeOffset at, Account account, string reason)
    {
        instance.Turn(at, InstanceState.ShuttingDown, reason);
        account.Plan(instance, at, pace => pace.ShuttingDown, InstanceState.Terminated, reason);
    }
}
