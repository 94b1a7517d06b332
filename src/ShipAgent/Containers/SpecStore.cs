using Contracts.Control;
using Google.Protobuf;
using ShipAgent.Settings;

namespace ShipAgent.Containers;

/// <summary>The newest spec. Kept in the agent's folder (it holds secrets), so that a restarted agent goes on without the mux.</summary>
internal sealed class SpecStore(AgentFolder folder, RegistryLogins logins)
{
    private const string FileName = "spec.pb";
    private volatile DesiredSpec? _current = Load(folder);

    /// <summary>Rung when a newer spec has come.</summary>
    public Bell Changed { get; } = new();

    /// <summary>Null: the mux has never said what it wants, which is not the same as wanting nothing.</summary>
    public DesiredSpec? Current => _current;

    /// <summary>Takes the spec unless a newer one is known; stored before it is acted upon.</summary>
    public bool Offer(DesiredSpec spec)
    {
        if (_current is { } known && spec.Generation < known.Generation)
            return false;
        // Logins of registries part from the rest here: the disk never has them, nor does anything else that keeps a spec.
        logins.Learn([.. spec.Registries]);
        var kept = spec.Clone();
        kept.Registries.Clear();
        if (kept.Equals(_current))
            return false;
        folder.Write(FileName, kept.ToByteArray());
        _current = kept;
        Changed.Ring();
        return true;
    }

    private static DesiredSpec? Load(AgentFolder folder)
    {
        try
        {
            return folder.ReadBytes(FileName) is { } bytes ? DesiredSpec.Parser.ParseFrom(bytes) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // Only a foreign hand breaks it, since it is replaced whole: the mux will send it again.
            return null;
        }
    }
}
