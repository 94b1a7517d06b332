using System.Globalization;
using System.Text.Json;

namespace Mux.Helping;

/// <summary>Turns Jupyter's answer into what is shown. Pure, and takes anything: an attendee's code may have written it.</summary>
internal static class NotebookReading
{
    private const int MostCells = 400;
    private const int MostOutputs = 40;

    public static NotebookView Of(JsonElement answer)
    {
        if (Json.Member(Json.Member(answer, "content"), "cells") is not { ValueKind: JsonValueKind.Array } cells)
        {
            return NotebookView.None("That is no notebook.");
        }

        var budget = new ReadingBudget();
        var shown = cells.EnumerateArray().Take(MostCells).Select((cell, index) => Cell(cell, index + 1, budget)).ToList();
        var saved = DateTimeOffset.TryParse(Json.Text(Json.Member(answer, "last_modified")), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null;
        return new NotebookView(shown, saved, cells.GetArrayLength() > MostCells || budget.IsSpent ? "It is very long: not all of it is shown." : "");
    }

    private static NotebookCell Cell(JsonElement cell, int number, ReadingBudget budget)
    {
        var isCode = Json.Text(Json.Member(cell, "cell_type")) == "code";
        var outputs = isCode && Json.Member(cell, "outputs") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Take(MostOutputs).SelectMany(output => Output(output, budget)).ToList() : [];
        return new NotebookCell(number, isCode, Json.Number(Json.Member(cell, "execution_count")), budget.Text(Json.Text(Json.Member(cell, "source"))), outputs);
    }

    private static IEnumerable<CellOutput> Output(JsonElement output, ReadingBudget budget) => Json.Text(Json.Member(output, "output_type")) switch
    {
        "stream" => Words(Json.Text(Json.Member(output, "text")), budget),
        "error" => [new CellOutput(OutputKind.Error, budget.Text(Traceback(output)))],
        "display_data" or "execute_result" => Data(Json.Member(output, "data"), budget),
        _ => [],
    };

    private static IEnumerable<CellOutput> Data(JsonElement? data, ReadingBudget budget)
    {
        if (Json.Member(data, "image/png") is { } picture)
        {
            return [Pictures.Png(Json.Text(picture), budget) is { } address ? new CellOutput(OutputKind.Picture, address) : new CellOutput(OutputKind.LeftOut, "A picture that is not shown.")];
        }

        var text = Json.Text(Json.Member(data, "text/plain"));
        return text.Length > 0 ? Words(text, budget) : [new CellOutput(OutputKind.LeftOut, "Something that only the notebook itself can show.")];
    }

    private static IEnumerable<CellOutput> Words(string text, ReadingBudget budget) => text.Length == 0 ? [] : [new CellOutput(OutputKind.Text, budget.Text(text))];

    private static string Traceback(JsonElement output)
    {
        var lines = Json.Member(output, "traceback") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(line => Json.Text(line)).ToList() : [];
        return lines.Count > 0 ? string.Join('\n', lines) : $"{Json.Text(Json.Member(output, "ename"))}: {Json.Text(Json.Member(output, "evalue"))}";
    }
}
