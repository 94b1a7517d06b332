using System.Collections.Immutable;
using System.Net;

namespace Mux.Camp;

/// <summary>Reads <c>MUX_TLS_*</c>, <c>MUX_*_LISTEN</c>, <c>MUX_TRUSTED_PROXIES</c> and <c>MUX_HTTP_REDIRECT_URL</c>, and holds them against the addresses.</summary>
internal sealed class EntranceReader(Func<string, string?> environment, List<string> errors)
{
    public EntranceSettings Read(Uri attendee, Uri organizer)
    {
        var shared = Files("MUX_TLS_CERT", "MUX_TLS_KEY");
        var own = Files("MUX_ORGANIZER_TLS_CERT", "MUX_ORGANIZER_TLS_KEY");
        var entrance = new EntranceSettings
        {
            AttendeeTls = IsHttps(attendee) ? shared : null,
            OrganizerTls = IsHttps(organizer) ? own ?? shared : null,
            AttendeeListen = EndPoint("MUX_ATTENDEE_LISTEN"),
            OrganizerListen = EndPoint("MUX_ORGANIZER_LISTEN"),
            TrustedProxies = Networks("MUX_TRUSTED_PROXIES"),
            RedirectUrl = environment("MUX_HTTP_REDIRECT_URL") is { Length: > 0 } ? SettingsReader.Url(environment, "MUX_HTTP_REDIRECT_URL", new Uri("http://127.0.0.1:80"), errors) : null,
        };
        RefuseUnencrypted("MUX_ATTENDEE_URL", attendee, entrance.AttendeeTls, entrance);
        RefuseUnencrypted("MUX_ORGANIZER_URL", organizer, entrance.OrganizerTls, entrance);
        RefuseUnused(attendee, organizer, shared, own);
        RefuseRedirect(attendee, entrance.RedirectUrl);
        return entrance;
    }

    private TlsFiles? Files(string certificate, string key)
    {
        var (first, second) = (environment(certificate) ?? "", environment(key) ?? "");
        if (first.Length > 0 != second.Length > 0)
        {
            errors.Add($"{certificate} and {key} belong together: set both, to PEM files, or neither");
        }

        return first.Length > 0 && second.Length > 0 ? new TlsFiles(Path.GetFullPath(first), Path.GetFullPath(second)) : null;
    }

    private IPEndPoint? EndPoint(string name)
    {
        if (environment(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0)
        {
            return endpoint;
        }

        errors.Add($"{name}: '{text}' must be an address and a port, such as 0.0.0.0:8080 or [::]:8080");
        return null;
    }

    private ImmutableArray<IPNetwork> Networks(string name)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in (environment(name) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text, out var address))
            {
                network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            }

            if (network.PrefixLength == 0)
            {
                errors.Add($"{name}: '{text}' must be the address or the network of your proxies, such as 10.0.1.0/24: whoever is in it may claim to be anybody");
            }
            else
            {
                networks.Add(network);
            }
        }

        return networks.ToImmutable();
    }

    private void RefuseUnencrypted(string name, Uri url, TlsFiles? files, EntranceSettings entrance)
    {
        if (IsHttps(url) && files is null && entrance.TrustedProxies.IsEmpty)
        {
            errors.Add($"{name} starts with https://: set MUX_TLS_CERT and MUX_TLS_KEY to PEM files, or MUX_TRUSTED_PROXIES when a load balancer ends TLS");
        }
    }

    private void RefuseUnused(Uri attendee, Uri organizer, TlsFiles? shared, TlsFiles? own)
    {
        if (shared is not null && !IsHttps(attendee) && (!IsHttps(organizer) || own is not null))
        {
            errors.Add("MUX_TLS_CERT is set, but MUX_ATTENDEE_URL starts with http://: write https://");
        }

        if (own is not null && !IsHttps(organizer))
        {
            errors.Add("MUX_ORGANIZER_TLS_CERT is set, but MUX_ORGANIZER_URL starts with http://: write https://");
        }

        // Browsers remember "only https" for a host, whatever the port.
        if (IsHttps(attendee) != IsHttps(organizer) && attendee.Host == organizer.Host && attendee.HostNameType == UriHostNameType.Dns && attendee.Host != "localhost")
        {
            errors.Add("MUX_ATTENDEE_URL and MUX_ORGANIZER_URL name one host: both must be https://, or one needs a host of its own");
        }
    }

    private void RefuseRedirect(Uri attendee, Uri? redirect)
    {
        if (redirect is not null && (IsHttps(redirect) || !IsHttps(attendee)))
        {
            errors.Add("MUX_HTTP_REDIRECT_URL must be an http:// address, and is of use only when MUX_ATTENDEE_URL starts with https://");
        }
    }

    private static bool IsHttps(Uri url) => url.Scheme == Uri.UriSchemeHttps;
}
