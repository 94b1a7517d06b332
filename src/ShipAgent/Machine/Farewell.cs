namespace ShipAgent.Machine;

/// <summary>The mux is about to end the ship and waits for a last copy of its homes: what it asked for, and how far that is.</summary>
internal sealed class Farewell(SpotNotice notice)
{
    private ulong _wanted;
    private ulong _copied;

    /// <summary>Generation of the newest spec that asks for it; 0: none does.</summary>
    public ulong Wanted => Interlocked.Read(ref _wanted);

    /// <summary>The newest of them whose homes are all on the mux's shelf.</summary>
    public ulong Copied => Interlocked.Read(ref _copied);

    public bool IsOpen => Wanted > Copied;

    public void Ask(ulong generation)
    {
        Interlocked.Exchange(ref _wanted, generation);
        // Whoever hurries at a notice of the cloud hurries now.
        notice.Given.Ring();
    }

    public void Done(ulong generation) => Interlocked.Exchange(ref _copied, generation);
}
