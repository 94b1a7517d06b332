using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mux.ApiModel;

namespace Mux.Cli;

/// <summary>Calls of the mux's REST interface. A no, or no answer, is a <see cref="Trouble"/>.</summary>
internal sealed class ApiClient(MuxAddress address) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = new Uri(address.Url, "/api/v1/"),
        Timeout = TimeSpan.FromSeconds(60),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", address.Token) },
    };

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(HttpMethod.Get, path, null, response => ReadAsync(response, type, cancellationToken), cancellationToken);

    public Task<Answer<string>> GetTextAsync(string path, CancellationToken cancellationToken) =>
        SendAsync<string>(HttpMethod.Get, path, null, async response => await response.Content.ReadAsStringAsync(cancellationToken), cancellationToken);

    public Task<Answer<T>> DeleteAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(HttpMethod.Delete, path, null, response => ReadAsync(response, type, cancellationToken), cancellationToken);

    public Task<Answer<T>> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(HttpMethod.Post, path, null, response => ReadAsync(response, type, cancellationToken), cancellationToken);

    public Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(method, path, null, response => ReadAsync(response, type, cancellationToken), cancellationToken);

    public Task<Answer<T>> SendAsync<TBody, T>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(method, path, JsonContent.Create(body, bodyType), response => ReadAsync(response, type, cancellationToken), cancellationToken);

    /// <param name="ships">Null: the sessions give the goal.</param>
    public Task<Answer<FleetInfo>> PutGoalAsync(int? ships, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, "fleet/goal", new GoalRequest(ships, ships is null), ApiJson.Default.GoalRequest, ApiJson.Default.FleetInfo, cancellationToken);

    public Task<Answer<string>> PostTextAsync(string path, CancellationToken cancellationToken) =>
        SendAsync<string>(HttpMethod.Post, path, null, async response => await response.Content.ReadAsStringAsync(cancellationToken), cancellationToken);

    /// <summary>A file with errors is an answer too.</summary>
    public Task<Answer<RosterImportInfo>> ImportRosterAsync(HttpContent file, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        "roster",
        file,
        response => ReadAsync(response, ApiJson.Default.RosterImportInfo, cancellationToken),
        cancellationToken,
        response => response is { StatusCode: HttpStatusCode.UnprocessableEntity, Content.Headers.ContentType.MediaType: "application/json" });

    /// <param name="body">Null: none is sent.</param>
    public Task<Answer<T>> PostAsync<T>(string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(HttpMethod.Post, path, body, response => ReadAsync(response, type, cancellationToken), cancellationToken);

    public Task<Answer<RolloutInfo>> RollBackAsync(string rollout, string to, CancellationToken cancellationToken) => PostAsync(
        $"rollouts/{rollout}/rollback", JsonContent.Create(new RollbackRequest(to), ApiJson.Default.RollbackRequest), ApiJson.Default.RolloutInfo, cancellationToken);

    public Task<Answer<DeployAnswer>> DeployAsync(RolloutRequest order, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        "rollouts",
        JsonContent.Create(order, ApiJson.Default.RolloutRequest),
        async response => response.StatusCode == HttpStatusCode.Created
            ? new DeployAnswer(await ReadAsync(response, ApiJson.Default.RolloutInfo, cancellationToken), null)
            : new DeployAnswer(null, await ReadAsync(response, ApiJson.Default.RolloutUnchanged, cancellationToken)),
        cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<Answer<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? body, Func<HttpResponseMessage, Task<T?>> read, CancellationToken cancellationToken, Predicate<HttpResponseMessage>? alsoGood = null)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            using var response = await http.SendAsync(request, cancellationToken);
            return (response.IsSuccessStatusCode || alsoGood?.Invoke(response) == true) && await read(response) is { } value
                ? new Answer<T>(value, null)
                : new Answer<T>(null, await RefusedAsync(response, cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            return new Answer<T>(null, Trouble.Unreachable(address.Url, exception.Message));
        }
        catch (JsonException)
        {
            return new Answer<T>(null, Trouble.Unreachable(address.Url, "what answers there is not a mux of this version"));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer<T>(null, Trouble.Unreachable(address.Url, "no answer within a minute"));
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(type, cancellationToken);

    private static async Task<Trouble> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && await response.Content.ReadFromJsonAsync(ApiJson.Default.ApiProblem, cancellationToken) is { } problem)
        {
            return Trouble.Of(problem with { Status = status });
        }

        return Trouble.Of(new ApiProblem(null, status, $"the mux answered {status} {response.ReasonPhrase}", null, "is MUX_ORGANIZER_URL the organizer's port?"));
    }
}

/// <summary>One of the two: a rollout was started, or none was needed.</summary>
internal sealed record DeployAnswer(RolloutInfo? Started, RolloutUnchanged? Unchanged);
