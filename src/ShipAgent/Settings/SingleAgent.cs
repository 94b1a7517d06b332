namespace ShipAgent.Settings;

/// <summary>The lock that makes an agent the only one in its folder.</summary>
internal static class SingleAgent
{
    /// <summary>Null when another process holds it; otherwise held until disposed, or until the process is gone.</summary>
    public static IDisposable? TryClaim(AgentFolder folder)
    {
        try
        {
            return new FileStream(folder.PathOf("agent.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
