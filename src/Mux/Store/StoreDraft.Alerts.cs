using Mux.Fleet;

namespace Mux.Store;

/// <summary>Alerts are kept for the history and over a restart; no snapshot holds them.</summary>
internal sealed partial class StoreDraft
{
    public void Keep(Alert alert)
    {
        Rows.Add(AlertRows.Upsert(alert));
        if (!alert.IsActive)
        {
            Rows.Add(AlertRows.Trim());
        }
    }
}
