using System.Text;
using System.Text.RegularExpressions;

namespace ShipAgent.Health;

/// <summary>
/// Brings a fresh Jupyter to where an attendee meets no first time: every page touched once, and the notebook's session
/// open with a kernel that has run a cell.
/// </summary>
internal sealed partial class Warmup(KernelProbe probe)
{
    private const int MaxAssets = 40;

    private static readonly string[] Touches =
    [
        "api", "api/me", "api/kernelspecs", "api/contents?content=1", "api/sessions", "api/kernels", "api/terminals",
        "lab/api/settings", "lab/api/translations", "lab/api/workspaces/default",
    ];

    /// <summary>Null when warm; otherwise one line that says what did not work.</summary>
    /// <param name="jupyter">A server that answers.</param>
    /// <param name="notebook">Whose session keeps the kernel; null: only a check, the kernel is ended again.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<string?> WarmAsync(JupyterServer jupyter, string? notebook, CancellationToken cancellationToken)
    {
        var kernelSpec = await jupyter.GetDefaultKernelAsync(cancellationToken) ?? "python3";
        var kernel = notebook is null
            ? await jupyter.StartKernelAsync(kernelSpec, cancellationToken)
            : await jupyter.OpenSessionAsync(notebook, kernelSpec, cancellationToken);
        if (kernel is null)
            return "Jupyter did not start a kernel";
        // The kernel needs a second to come up: the pages are touched meanwhile.
        var cell = probe.RunCellAsync(jupyter, kernel, cancellationToken);
        await TouchAsync(jupyter, notebook, cancellationToken);
        if (!await cell)
            return "the kernel did not run a cell";
        if (notebook is null)
            await jupyter.EndKernelAsync(kernel, cancellationToken);
        return null;
    }

    private static async Task TouchAsync(JupyterServer jupyter, string? notebook, CancellationToken cancellationToken)
    {
        foreach (var path in Touches)
            await jupyter.TouchAsync(path, cancellationToken);
        var page = await jupyter.TouchAsync("lab", cancellationToken);
        if (notebook is not null)
        {
            var escaped = string.Join('/', notebook.Split('/').Select(Uri.EscapeDataString));
            await jupyter.TouchAsync($"api/contents/{escaped}?content=1", cancellationToken);
            page = await jupyter.TouchAsync($"lab/tree/{escaped}", cancellationToken) ?? page;
        }
        foreach (var asset in AssetsOf(page, jupyter.Root))
            await jupyter.TouchAsync(asset, cancellationToken);
    }

    /// <summary>The page's own scripts and styles: paths below the server's root only, so that no page sends the agent elsewhere.</summary>
    internal static IEnumerable<string> AssetsOf(byte[]? page, Uri root) => page is null ? [] :
        Asset().Matches(Encoding.UTF8.GetString(page)).Select(match => match.Groups["path"].Value)
            .Where(path => path.StartsWith(root.AbsolutePath, StringComparison.Ordinal)).Distinct().Take(MaxAssets);

    [GeneratedRegex("""(?:src|href)="(?<path>/[^"<>\s]{1,500})["]""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asset();
}
