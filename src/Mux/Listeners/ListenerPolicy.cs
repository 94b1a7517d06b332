using Microsoft.AspNetCore.Routing.Matching;

namespace Mux.Listeners;

/// <summary>Takes out of the match every endpoint that belongs to another listener; one that names no listener answers nowhere.</summary>
internal sealed class ListenerPolicy(ListenerPorts ports) : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var listener = ports.Of(httpContext.Connection.LocalPort);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && (listener is null || candidates[i].Endpoint.Metadata.GetMetadata<ListenerMetadata>()?.Listener != listener))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
