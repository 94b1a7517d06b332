using System.Globalization;
using ShipAgent.Settings;

namespace ShipAgent.Control;

/// <summary>
/// Notes when the mux was last there, for the timer that powers the machine off when it has been away for too long. In seconds of uptime, as
/// that timer counts: a wall clock that is set right would look like a long silence.
/// </summary>
internal sealed class Contact(AgentSettings settings, AgentFolder folder, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private long? _noted;

    /// <summary>The mux has just taken or sent something.</summary>
    public void Note()
    {
        if (settings.ContactFile.Length == 0 || _noted is { } last && time.GetElapsedTime(last) < Pause)
            return;
        _noted = time.GetTimestamp();
        folder.Write(settings.ContactFile, UptimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    private static long UptimeSeconds() =>
        (long)double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
}
