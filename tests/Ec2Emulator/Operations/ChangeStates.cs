using System.Text.Json.Nodes;
using Ec2Emulator.Cloud;
using Ec2Emulator.Wire;

namespace Ec2Emulator.Operations;

/// <summary>TerminateInstances, StopInstances, StartInstances.</summary>
internal static class ChangeStates
{
    private const string ByUser = "Client.UserInitiatedShutdown";

    public static Outcome Terminate(Call call) => Change(call, "TerminatingInstances", Protected, (instance, now) =>
    {
        if (instance.StateAt(now).Ends())
        {
            return;
        }

        call.Ledger.Ended(instance, call.Number);
        instance.Turn(now, InstanceState.ShuttingDown, ByUser);
        call.Account.Plan(instance, now, pace => pace.ShuttingDown, InstanceState.Terminated, ByUser);
    });

    public static Outcome Stop(Call call) => Change(call, "StoppingInstances", NotStoppable, (instance, now) =>
    {
        if (instance.StateAt(now) == InstanceState.Running)
        {
            instance.Turn(now, InstanceState.Stopping, ByUser);
            call.Account.Plan(instance, now, pace => pace.Stopping, InstanceState.Stopped, ByUser);
        }
    });

    public static Outcome Start(Call call) => Change(call, "StartingInstances", NotStartable, (instance, now) =>
    {
        if (instance.StateAt(now) == InstanceState.Stopped)
        {
            instance.Turn(now, InstanceState.Pending);
            call.Account.Plan(instance, now, pace => pace.Pending, InstanceState.Running);
        }
    });

    private static Outcome Change(Call call, string answer, Func<Instance, DateTimeOffset, ApiError?> obstacle, Action<Instance, DateTimeOffset> change)
    {
        if (InstanceIds.Fault(call.Parameters.Texts("InstanceIds"), call) is { } fault)
        {
            return fault;
        }

        var instances = InstanceIds.Named(call).ToList();
        if (instances.Select(instance => obstacle(instance, call.Now)).FirstOrDefault(error => error is not null) is { } refusal)
        {
            return refusal;
        }

        return call.DryRun ? ApiError.DryRun : new JsonObject { [answer] = instances.List(instance => Changed(call, instance, change)) };
    }

    private static JsonObject Changed(Call call, Instance instance, Action<Instance, DateTimeOffset> change)
    {
        var before = instance.StateAt(call.Now);
        change(instance, call.Now);
        call.Touched.Add(instance.Order.Id);
        return new JsonObject
        {
            ["InstanceId"] = instance.Order.Id,
            ["CurrentState"] = InstanceView.State(instance.StateAt(call.Now)),
            ["PreviousState"] = InstanceView.State(before),
        };
    }

    private static ApiError? Protected(Instance instance, DateTimeOffset now) => instance.Order.TerminationProtected
        ? ApiError.Of("OperationNotPermitted", $"The instance '{instance.Order.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.")
        : null;

    private static ApiError? NotStoppable(Instance instance, DateTimeOffset now) =>
        instance.Order.Spot ? ApiError.Of("UnsupportedOperation", $"You can't stop the Spot Instance '{instance.Order.Id}' because it is associated with a one-time Spot Instance request.")
        : instance.StateAt(now) is InstanceState.Running or InstanceState.Stopping or InstanceState.Stopped ? null
        : Wrong(instance, now, "stopped");

    private static ApiError? NotStartable(Instance instance, DateTimeOffset now) =>
        instance.StateAt(now) is InstanceState.Stopped or InstanceState.Pending or InstanceState.Running ? null : Wrong(instance, now, "started");

    private static ApiError Wrong(Instance instance, DateTimeOffset now, string verb) =>
        ApiError.Of("IncorrectInstanceState", $"The instance '{instance.Order.Id}' is not in a state from which it can be {verb}. ({instance.StateAt(now).Word()})");
}
