using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Mux.Camp;

namespace Mux.Listeners;

/// <summary>Opens the ports of people's listeners, and the control listener as its room wants it.</summary>
internal static class ListenerSockets
{
    public static void Open(KestrelServerOptions kestrel, MuxSettings settings, Action<ListenOptions> control)
    {
        kestrel.AddServerHeader = false;
        var certificates = kestrel.ApplicationServices.GetRequiredService<TlsCertificates>();
        Listen(kestrel, settings.AttendeeUrl, settings.Entrance.AttendeeListen, listen => Serve(listen, certificates.Of(Listener.Attendee)));
        Listen(kestrel, settings.OrganizerUrl, settings.Entrance.OrganizerListen, listen => Serve(listen, certificates.Of(Listener.Organizer)));
        Listen(kestrel, settings.ControlUrl, null, control);
        if (settings.Entrance.RedirectUrl is { } redirect)
        {
            Listen(kestrel, redirect, null, listen => Serve(listen, null));
        }
    }

    // HTTP/1.1 only: browsers do not speak WebSockets over HTTP/2 to every server, and one way in has one way to be attacked.
    private static void Serve(ListenOptions listen, TlsCertificate? certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (certificate is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Current.Options) });
        }
    }

    // A name instead of an address means: behind something that has that name; then listen everywhere.
    private static void Listen(KestrelServerOptions kestrel, Uri url, IPEndPoint? instead, Action<ListenOptions> configure)
    {
        if (instead is not null)
        {
            kestrel.Listen(instead, configure);
        }
        else if (IPAddress.TryParse(url.Host, out var address))
        {
            kestrel.Listen(address, url.Port, configure);
        }
        else if (url.Host == "localhost")
        {
            kestrel.ListenLocalhost(url.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, configure);
        }
    }
}
