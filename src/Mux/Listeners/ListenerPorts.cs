using Mux.Camp;

namespace Mux.Listeners;

/// <summary>Which port is which door. The local port of a connection cannot be forged; a Host header can.</summary>
internal sealed class ListenerPorts(MuxSettings settings)
{
    public Listener? Of(int localPort) =>
        localPort == settings.AttendeeUrl.Port ? Listener.Attendee
        : localPort == settings.OrganizerUrl.Port ? Listener.Organizer
        : localPort == settings.ControlUrl.Port ? Listener.Control
        : null;
}
