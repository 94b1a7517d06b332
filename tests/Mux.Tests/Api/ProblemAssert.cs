using System.Net;
using System.Text.Json;

namespace Mux.Tests.Api;

internal static class ProblemAssert
{
    /// <summary>The answer is a problem document that names the field at fault, and a fix in which <paramref name="hint"/> stands.</summary>
    public static async Task IsAsync(HttpResponseMessage response, HttpStatusCode status, string field, string hint)
    {
        Xunit.Assert.Equal(status, response.StatusCode);
        Xunit.Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Xunit.Assert.Equal(field, document.RootElement.GetProperty("field").GetString());
        Xunit.Assert.Contains(hint, document.RootElement.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }
}
