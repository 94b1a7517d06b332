using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Mux.Tests.Api;

/// <summary><c>/api/v1/openapi.json</c> says what the mux does, all of it, in a way that tools of others take.</summary>
public sealed partial class OpenApiTests(SharedOrganizerHost shared) : IClassFixture<SharedOrganizerHost>
{
    private const string Api = "/api/v1/";

    [Fact]
    public async Task Every_endpoint_of_the_interface_is_in_the_document_and_nothing_else()
    {
        var routes = shared.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(route => route.Path.StartsWith(Api, StringComparison.Ordinal) && !route.Path.Contains('*', StringComparison.Ordinal) && !route.Path.EndsWith("/openapi.json", StringComparison.Ordinal))
            .SelectMany(route => route.Methods.Select(method => $"{method} {Constraint().Replace(route.Path, "}")}"));
        var operations = (await OperationsAsync()).Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), operations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_operation_says_what_it_does_for_whom_and_how_it_refuses()
    {
        var operations = await OperationsAsync();
        Assert.Equal(operations.Count, operations.Select(operation => operation.Body.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Body.GetProperty("summary").GetString()!);
            Assert.Contains("organizer", operation.Body.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.True(operation.Body.GetProperty("responses").TryGetProperty("401", out _));
        });
        var deploy = operations.Single(operation => operation is { Method: "post", Path: "/api/v1/rollouts" }).Body;
        Assert.Contains("author", deploy.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(deploy.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
    }

    [Fact]
    public async Task A_linter_of_others_finds_nothing_wrong()
    {
        var folder = typeof(OpenApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "OpenApiLintFolder").Value!;
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"The linter cannot run: install Node.js and run `npm ci` in {folder}");
        using var temporary = new TemporaryFolder();
        var file = temporary.At("openapi.json");
        await File.WriteAllTextAsync(file, await shared.Host.Client.GetStringAsync(Api + "openapi.json", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("node", ["lint.mjs", file]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
    }

    private async Task<List<(string Method, string Path, JsonElement Body)>> OperationsAsync()
    {
        var document = await shared.Host.Client.GetFromJsonAsync<JsonElement>(Api + "openapi.json");
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name, path.Name, operation.Value)))];
    }

    [GeneratedRegex(":[^}]+}")]
    private static partial Regex Constraint();
}
