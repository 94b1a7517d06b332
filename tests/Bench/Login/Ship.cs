namespace Bench.Login;

/// <summary>One ship's Jupyter, for those who may go there without the mux.</summary>
internal sealed record Ship(string Id, string Address, string Token)
{
    public const int Port = 8888;

    public Uri Site => new($"http://{Address}:{Port}");
}
