using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Mux.Camp;
using Mux.Fleet;
using Mux.Providers;
using Mux.Providers.Ec2;

namespace Mux.Preflight.Ec2;

/// <summary>Asks EC2 whether it would do what the mux will ask of it, by the very requests of the provider: a permission may hang on any part of one.</summary>
internal sealed class Ec2DryRuns(IAmazonEC2 ec2, IShipProvider provider, CampDefinition camp, Ec2Questions questions, TimeProvider time)
{
    /// <summary>AWS's word for "it would have been done".</summary>
    public const string Allowed = "DryRunOperation";

    /// <summary>As long as a real one.</summary>
    public static readonly string SampleToken = new('x', 43);

    /// <param name="rootDevice">Of the image; null: no launch can be tried.</param>
    /// <param name="own">The camp's machines: only with one of them can it be asked whether they may be taken down and named.</param>
    public async Task<ImmutableDictionary<string, AwsTrouble>> AskAsync(string? rootDevice, ImmutableArray<string> own, CancellationToken cancellationToken)
    {
        var answers = ImmutableDictionary.CreateBuilder<string, AwsTrouble>();
        if (rootDevice is not null)
        {
            answers["RunInstances"] = await AskAsync(token => ec2.RunInstancesAsync(Launch(rootDevice), token), cancellationToken);
        }

        if (own is [var machine, ..])
        {
            answers["TerminateInstances"] = await AskAsync(token => ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [machine], DryRun = true }, token), cancellationToken);
            answers["CreateTags"] = await AskAsync(token => ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [machine], Tags = Ec2Tags.OfShip(camp.Name, "preflight"), DryRun = true }, token), cancellationToken);
        }

        return answers.ToImmutable();
    }

    private RunInstancesRequest Launch(string rootDevice)
    {
        var placement = provider.Traits.Launch.Placements[0];
        var batch = new LaunchBatch(BatchId.New(), [ShipId.New()], placement, provider.ParametersFor(placement, FleetId.New()), time.GetUtcNow());
        var request = Ec2Request.Make(Ec2Parameters.Read(batch.Parameters), new LaunchRequest(batch, SampleToken), rootDevice);
        request.DryRun = true;
        return request;
    }

    // The answer to a dry run is always an error; a server that ignores the wish has at least not refused.
    private async Task<AwsTrouble> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class => (await questions.AskAsync<T>(async token => await call(token), cancellationToken)).Trouble ?? new AwsTrouble(Allowed, "", IsFinal: false);
}
