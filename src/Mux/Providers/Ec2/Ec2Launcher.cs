using System.Collections.Immutable;
using Mux.Fleet;

namespace Mux.Providers.Ec2;

/// <summary>Launches a batch, and finds out what became of one.</summary>
internal sealed class Ec2Launcher(Ec2Calls calls, Ec2Images images, Ec2List list, Ec2Tagger tagger, TimeProvider time)
{
    /// <summary>For so long EC2 surely remembers a token, and a machine may be missing from its list.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    public async Task<LaunchAnswer> LaunchAsync(LaunchRequest launch, CancellationToken cancellationToken)
    {
        var parameters = Ec2Parameters.Read(launch.Batch.Parameters);
        if (Ec2UserData.Faults(parameters.Boot with { EnrollmentToken = launch.EnrollmentToken }) is { Count: > 0 } faults)
        {
            return new LaunchAnswer.Forbidden(new LaunchStop("UserData", string.Join("; ", faults) + ".", "Mend it, then run 'mux fleet retry', or restart the mux."));
        }

        try
        {
            return launch.Batch.Asked > 0 && time.GetUtcNow() - launch.Batch.StartedAt > TimeSpan.FromHours(1)
                ? await FindAsync(launch.Batch, parameters, cancellationToken)
                : await RunAsync(launch, parameters, cancellationToken);
        }
#pragma warning disable CA1031 // a call can fail in more ways than the SDK documents; each of them is an answer
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Read(exception, launch.Batch);
        }
    }

    private async Task<LaunchAnswer> RunAsync(LaunchRequest launch, Ec2Parameters parameters, CancellationToken cancellationToken)
    {
        var rootDevice = await images.RootDeviceOfAsync(parameters.Image, cancellationToken);
        try
        {
            var response = await calls.RunInstancesAsync(Ec2Request.Make(parameters, launch, rootDevice), cancellationToken);
            return Made(launch.Batch, [.. (response.Reservation?.Instances ?? []).Select(Ec2List.MachineOf)]);
        }
        catch (Exception exception) when (Ec2Errors.FaultOf(exception) == Ec2Fault.Mismatch)
        {
            // An older mux composed the request otherwise. It went through then, or the token would not be known.
            return await FindAsync(launch.Batch, parameters, cancellationToken);
        }
    }

    private async Task<LaunchAnswer> FindAsync(LaunchBatch batch, Ec2Parameters parameters, CancellationToken cancellationToken)
    {
        ImmutableArray<Machine> found = [.. (await list.OfBatchAsync(batch.Id.Value, cancellationToken)).Where(machine => machine.Fleet == parameters.Fleet)];
        return found.Length < batch.Ships.Length && time.GetUtcNow() - batch.StartedAt < Settling
            ? new LaunchAnswer.Unknown($"{found.Length} of {batch.Ships.Length} machines are listed so far")
            : Made(batch, found);
    }

    // Sorted, so that a repeat after a crash gives each ship the same machine.
    private LaunchAnswer Made(LaunchBatch batch, ImmutableArray<Machine> made)
    {
        if (made.IsEmpty)
        {
            return new LaunchAnswer.NoRoom($"{batch.Placement}: EC2 made no machine");
        }

        ImmutableArray<Machine> machines = [.. made.OrderBy(machine => machine.ProviderId, StringComparer.Ordinal).Take(batch.Ships.Length)];
        tagger.Enqueue(batch.Ships.Zip(machines));
        return new LaunchAnswer.Made(machines, machines.Length < batch.Ships.Length ? $"{batch.Placement}: room for {machines.Length} of {batch.Ships.Length}" : "");
    }

    private static LaunchAnswer Read(Exception exception, LaunchBatch batch) => Ec2Errors.FaultOf(exception) switch
    {
        Ec2Fault.NoRoom => new LaunchAnswer.NoRoom($"{batch.Placement}: {Ec2Errors.Words(exception)}"),
        Ec2Fault.Forbidden => new LaunchAnswer.Forbidden(Ec2Errors.StopFor(exception)),
        _ => new LaunchAnswer.Unknown(Ec2Errors.Words(exception)),
    };
}
