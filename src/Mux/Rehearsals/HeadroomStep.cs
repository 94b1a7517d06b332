using System.Globalization;
using Mux.Camp;
using Mux.Fleet;
using Mux.Preflight;

namespace Mux.Rehearsals;

/// <summary>How much room the provider has for the fleet; and how much of this machine the ships took, where they are on it.</summary>
internal sealed class HeadroomStep(IPreflight preflight, CampDefinition camp, TimeProvider time)
{
    public const string Name = "room";
    private const string LoadFile = "/proc/loadavg";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public async Task RunAsync(RehearsalLog log, Findings findings, CancellationToken cancellationToken)
    {
        var seats = log.Current.Seats;
        await log.BeginAsync(Name, $"asking {camp.Fleet.Provider} for room for {seats} ships", cancellationToken);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            findings.Headroom.AddRange((await preflight.CheckAsync(seats, either.Token)).Select(Of));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Headroom.Add(new Headroom("answers", true, "within 45 s", "", "The provider does not answer: check the network of this machine."));
        }

        var little = findings.Headroom.Where(room => room.IsShort).Select(room => room.Name).ToList();
        await log.EndAsync(little.Count == 0 ? StepState.Done : StepState.Failed, little.Count == 0 ? $"nothing is known to be short for {seats} ships" : $"short: {string.Join(", ", little)}", cancellationToken);
    }

    /// <summary>While all cells had just run.</summary>
    public void LookAtMachine(Findings findings)
    {
        if (!camp.Fleet.IsOnMachines && File.Exists(LoadFile) && double.TryParse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture, out var load))
        {
            var most = 2 * Environment.ProcessorCount;
            findings.Headroom.Add(new Headroom(
                "processors", load > most, $"a load of at most {most} while all cells run", string.Create(CultureInfo.InvariantCulture, $"{load:0.0} in the last minute"),
                load > most ? "Everything waits for its turn: take a larger machine, or fewer ships." : ""));
        }
    }

    private static Headroom Of(PreflightCheck check) => new(
        check.Name, check.Verdict == Verdict.Short, check.Wanted, check.There.Length > 0 ? check.There : "not known", check.Code.Length > 0 ? $"{check.Fix} ({check.Code})" : check.Fix);
}
