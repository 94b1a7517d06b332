namespace Mux.Helping;

/// <summary>A notebook as it was last saved: plain texts and checked pictures, nothing that a browser could run.</summary>
/// <param name="SavedAt">Null when the ship does not say.</param>
/// <param name="Trouble">Why there is nothing to show, or not all; empty when all is shown.</param>
public sealed record NotebookView(IReadOnlyList<NotebookCell> Cells, DateTimeOffset? SavedAt, string Trouble)
{
    public static NotebookView None(string trouble) => new([], null, trouble);
}

/// <param name="IsCode">False for text: it is shown as it was written.</param>
/// <param name="Count">The kernel's number of its last run; null when it has not run.</param>
public sealed record NotebookCell(int Number, bool IsCode, int? Count, string Source, IReadOnlyList<CellOutput> Outputs);

public enum OutputKind
{
    Text,
    Error,

    /// <summary>A picture as a <c>data:</c> address.</summary>
    Picture,

    /// <summary>The mux's own word on something that it does not show.</summary>
    LeftOut,
}

public sealed record CellOutput(OutputKind Kind, string Text);
