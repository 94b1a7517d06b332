using Mux.Fleet;

namespace Mux.Store;

/// <summary>Changes of the rehearsal that is on, and the reports of those that were.</summary>
internal sealed partial class StoreDraft
{
    private const int KeptRehearsals = 10;

    /// <summary>A new one comes first; the oldest beyond the last few are forgotten.</summary>
    public void Put(Rehearsal rehearsal)
    {
        var others = Snapshot.Rehearsals.RemoveAll(other => other.Id == rehearsal.Id).Insert(0, rehearsal).Sort((a, b) => b.StartedAt.CompareTo(a.StartedAt));
        Snapshot = Snapshot with { Rehearsals = [.. others.Take(KeptRehearsals)] };
        Rows.Add(StoreRows.Upsert(rehearsal));
        Rows.AddRange(others.Skip(KeptRehearsals).Select(StoreRows.Delete));
    }
}
