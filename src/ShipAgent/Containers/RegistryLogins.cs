using Contracts.Control;
using ShipAgent.Docker;

namespace ShipAgent.Containers;

/// <summary>The logins that the mux has sent with its spec: in memory only.</summary>
internal sealed class RegistryLogins
{
    private volatile IReadOnlyList<RegistryLogin> _known = [];

    public void Learn(IReadOnlyList<RegistryLogin> logins) => _known = logins;

    /// <summary>Null when the image's registry asks for none that is known here.</summary>
    public RegistryAuth? For(ImageReference image) =>
        _known.FirstOrDefault(login => image.Repository.StartsWith(login.Host + "/", StringComparison.Ordinal)) is { } found
            ? new RegistryAuth(found.Host, found.User, found.Password) : null;
}
