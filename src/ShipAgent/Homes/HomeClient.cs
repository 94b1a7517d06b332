using System.Net;
using System.Security.Authentication;
using ShipAgent.Control;
using ShipAgent.Settings;

namespace ShipAgent.Homes;

/// <summary>What became of a copy on its way to the mux.</summary>
internal enum CopyOutcome
{
    Stored,
    /// <summary>Nobody has this home yet, or it is no longer this ship's: nothing to keep.</summary>
    NotWanted,
    /// <summary>Later perhaps.</summary>
    Failed,
}

/// <summary>The mux's shelf of homes, over the control listener with the agent's certificate.</summary>
internal sealed class HomeClient(AgentSettings settings, MuxDialer dialer, AgentCertificate certificate) : IDisposable
{
    private readonly Lock _gate = new();
    private HttpClient? _http;
    private object? _identity;

    /// <summary>Sends what <paramref name="write"/> writes; a fault in it breaks the copy off, and the mux forgets it.</summary>
    public async Task<(CopyOutcome Outcome, string Reason)> SendAsync(string volume, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/homes/{Uri.EscapeDataString(volume)}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new WrittenContent(write, cancellationToken),
        };
        // The mux may not want it: no need to read the home then.
        request.Headers.ExpectContinue = true;
        try
        {
            using var response = await Http().SendAsync(request, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.NoContent => (CopyOutcome.Stored, ""),
                HttpStatusCode.Conflict => (CopyOutcome.NotWanted, ""),
                var other => (CopyOutcome.Failed, $"the mux answers {(int)other}"),
            };
        }
        catch (Exception fault) when (IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return (CopyOutcome.Failed, (fault.InnerException ?? fault).Message);
        }
    }

    /// <summary>Lets <paramref name="read"/> have a copy; false when the mux has none of that age.</summary>
    /// <param name="volume">The home.</param>
    /// <param name="before">The copy before the newest.</param>
    /// <param name="read">Reads to the end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The mux cannot be reached or refuses.</exception>
    public async Task<bool> FetchAsync(string volume, bool before, Func<Stream, Task> read, CancellationToken cancellationToken)
    {
        var path = $"/homes/{Uri.EscapeDataString(volume)}{(before ? "/before" : "")}";
        using var response = await Http().GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        await using var content = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        await read(content);
        return true;
    }

    public void Dispose() => _http?.Dispose();

    internal static bool IsExpected(Exception fault) =>
        fault is HttpRequestException or IOException or InvalidDataException or OperationCanceledException or AuthenticationException;

    // One connection for all homes, and a new one when the certificate has been renewed.
    private HttpClient Http()
    {
        lock (_gate)
        {
            if (_http is not null && ReferenceEquals(_identity, certificate.Current))
                return _http;
            _identity = certificate.Current;
            var handler = dialer.Handler(certificate.Current);
            handler.Expect100ContinueTimeout = TimeSpan.FromSeconds(10);
            _http = new HttpClient(handler)
            {
                BaseAddress = new Uri(settings.ControlUrl),
                DefaultRequestVersion = HttpVersion.Version20,
                DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Timeout = TimeSpan.FromMinutes(10),
            };
            return _http;
        }
    }

    private sealed class WrittenContent(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
