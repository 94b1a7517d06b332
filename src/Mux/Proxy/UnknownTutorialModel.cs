using Mux.Pages;

namespace Mux.Proxy;

/// <param name="Asked">What somebody typed: a stranger's text.</param>
/// <param name="Offers">The tutorials that there are.</param>
public sealed record UnknownTutorialModel(ShellModel Shell, string Asked, IReadOnlyList<ShellLink> Offers);
