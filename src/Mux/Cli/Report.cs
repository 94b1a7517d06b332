using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Mux.Cli;

/// <summary>How verbs speak: tables on a terminal, aligned columns in a pipe, JSON when asked, trouble on standard error.</summary>
internal sealed class Report(CliEnvironment environment)
{
    public IAnsiConsole Console { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(environment.Out),
        Ansi = environment.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = environment.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = environment.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
    });

    public CliEnvironment Environment => environment;

    public void Line(string text) => environment.Out.WriteLine(Plain.Line(text));

    public void Lines(string text) => environment.Out.WriteLine(Plain.Lines(text).TrimEnd('\n'));

    public int Fail(Trouble trouble)
    {
        environment.Error.WriteLine($"mux: {Plain.Line(trouble.What)}");
        if (trouble.Fix.Length > 0)
        {
            environment.Error.WriteLine($"     {Plain.Line(trouble.Fix)}");
        }

        return trouble.ExitCode;
    }

    /// <summary>The same document as the API's, on one line.</summary>
    public int Json<T>(T value, JsonTypeInfo<T> type, int exitCode = ExitCode.Done)
    {
        environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
        return exitCode;
    }

    public void Table(IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        var clean = rows.Select(row => row.Select(Plain.Line).ToArray()).ToList();
        if (environment.IsTerminal)
        {
            Console.Write(Drawn(heads, clean));
            return;
        }

        var widths = heads.Select((head, column) => clean.Select(row => row[column].Length).Append(head.Length).Max()).ToArray();
        foreach (var row in clean.Prepend([.. heads]))
        {
            environment.Out.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    public static Table Drawn(IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns([.. heads.Select(head => new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))).NoWrap())]);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell, Colour(cell))));
        }

        return table;
    }

    private static Style? Colour(string word) => word switch
    {
        "available" or "running" or "healthy" or "done" or "succeeded" => new Style(Color.Green),
        "booting" or "pending" or "pulling" or "pulled" or "starting" or "suspect" or "paused" or "skipped" => new Style(Color.Yellow),
        "failed" or "halted" or "unhealthy" or "terminated" or "gone" => new Style(Color.Red),
        _ => null,
    };
}
