using Contracts.Control;

namespace ShipAgent.Health;

/// <summary>The question that a serving Jupyter is asked every few seconds.</summary>
internal static class SupervisionProbe
{
    /// <summary>What its kernels do, or null when it does not answer. A kernel that died is no fault of the server.</summary>
    public static async Task<KernelActivity?> AskAsync(JupyterServer jupyter, CancellationToken cancellationToken)
    {
        if (await jupyter.GetStatusAsync(cancellationToken) is not { } status)
            return null;
        var kernels = await jupyter.GetKernelsAsync(cancellationToken) ?? [];
        return new KernelActivity
        {
            Kernels = (uint)Math.Max(0, status.Kernels ?? kernels.Length),
            BusyKernels = (uint)kernels.Count(kernel => kernel.ExecutionState == "busy"),
            Connections = (uint)Math.Max(0, status.Connections ?? 0),
            // The server's own last activity moves whenever an open page asks for news.
            LastActivityUnixSeconds = kernels.Max(kernel => kernel.LastActivity)?.ToUnixTimeSeconds() ?? 0,
        };
    }
}
