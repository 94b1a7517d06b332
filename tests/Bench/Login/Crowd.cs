namespace Bench.Login;

/// <summary>Many people who all come at one instant.</summary>
internal static class Crowd
{
    /// <summary>A visit that fails is kept, with its reason and no times.</summary>
    public static async Task<Visit[]> ComeAsync(IReadOnlyList<(string Name, Func<Task<Visit>> Visit)> people)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var visits = people.Select(person => WaitAndVisitAsync(gate.Task, person.Name, person.Visit)).ToArray();
        gate.SetResult();
        return await Task.WhenAll(visits);
    }

    private static async Task<Visit> WaitAndVisitAsync(Task gate, string name, Func<Task<Visit>> visit)
    {
        await gate;
        try
        {
            return await visit();
        }
#pragma warning disable CA1031 // whatever went wrong for one is a figure of this run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Visit(name) { Failure = exception.Message };
        }
    }
}
