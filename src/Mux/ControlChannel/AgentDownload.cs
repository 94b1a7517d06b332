using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Mux.Camp;

namespace Mux.ControlChannel;

/// <summary><c>GET /agent/{sha256}</c>: the agent's archive for a machine that has nothing yet. Open to whoever reaches the control port: the archive holds no secret.</summary>
internal static class AgentDownload
{
    public static IEndpointConventionBuilder MapAgentDownload(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/agent/{sha256}", Send);

    private static Results<PhysicalFileHttpResult, NotFound> Send(string sha256, AgentArchive archive, HttpResponse response)
    {
        if (archive.FileOf(sha256) is not { } file)
        {
            return TypedResults.NotFound();
        }

        // The name is the content: it never changes.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.PhysicalFile(file, "application/gzip", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }
}
