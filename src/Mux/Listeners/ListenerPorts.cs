using Mux.Camp;

namespace Mux.Listeners;

/// <summary>Which port is which door. The local port of a connection cannot be forged; a Host header can.</summary>
internal sealed class ListenerPorts(MuxSettings settings)
{
    public Listener? Of(int localPort) =>
        localPort == settings.AttendeePort ? Listener.Attendee
        : localPort == settings.OrganizerPort ? Listener.Organizer
        : localPort == settings.ControlUrl.Port ? Listener.Control
        : localPort == settings.Entrance.RedirectUrl?.Port ? Listener.Redirect
        : null;
}
