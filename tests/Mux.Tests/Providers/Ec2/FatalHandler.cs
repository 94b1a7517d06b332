namespace Mux.Tests.Providers.Ec2;

/// <summary>Kills the mux at a call to the cloud: before it gets there, or after it took effect and before anybody hears of it.</summary>
internal sealed class FatalHandler(HttpMessageHandler inner, int fatal, bool after) : DelegatingHandler(inner)
{
    private readonly Lock gate = new();
    private int calls;

    public bool Killed { get; private set; }

    public Action Kill { get; set; } = () => { };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool first;
        lock (gate)
        {
            if (Killed)
            {
                throw new OperationCanceledException("the mux is dead");
            }

            first = Killed = ++calls == fatal;
        }

        if (!first)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (after)
        {
            (await base.SendAsync(request, CancellationToken.None)).Dispose();
        }

        Kill();
        throw new OperationCanceledException("the mux is dead");
    }
}
