namespace Mux.Store;

/// <summary>A change that waits for its turn at the writer.</summary>
internal interface IPendingChange
{
    /// <summary>False when the change threw: then its draft counts for nothing.</summary>
    bool TryRun(StoreDraft draft, int openAt);

    void Finish(StoreUnavailableException? failure);
}

internal sealed class PendingChange<T>(Func<StoreDraft, T> change) : IPendingChange
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? thrown;
    private T? value;

    public Task<T> Result => completion.Task;

    public bool TryRun(StoreDraft draft, int openAt)
    {
        try
        {
            thrown = null;
            value = change(draft);
            WaitingLine.Advance(draft, openAt);
        }
#pragma warning disable CA1031 // whatever a caller's change throws is the caller's; the writer goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        return thrown is null;
    }

    public void Finish(StoreUnavailableException? failure)
    {
        if ((thrown ?? failure) is { } exception)
        {
            completion.SetException(exception);
        }
        else
        {
            completion.SetResult(value!);
        }
    }
}
