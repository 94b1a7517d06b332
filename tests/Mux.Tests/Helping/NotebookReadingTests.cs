using System.Text.Json;
using System.Text.Json.Nodes;
using Mux.Helping;
using Xunit;

namespace Mux.Tests.Helping;

public sealed class NotebookReadingTests
{
    public const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public void Cells_texts_errors_and_pictures_are_read_in_order()
    {
        var view = Read(
            """{"cell_type": "markdown", "source": ["# Title\n", "<script>alert(1)</script>"]}""",
            $$$"""
            {"cell_type": "code", "execution_count": 3, "source": "1+1", "outputs": [
              {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
              {"output_type": "execute_result", "data": {"text/plain": "2", "text/html": "<b>2</b>"}},
              {"output_type": "display_data", "data": {"image/png": "{{{Pixel}}}"}},
              {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u001b[0;31mE\u001b[0m: v"]}]}
            """);
        Assert.Equal(("2026-11-26T10:00:00.0000000+00:00", ""), ($"{view.SavedAt:O}", view.Trouble));
        Assert.Equal((false, "# Title\n<script>alert(1)</script>"), (view.Cells[0].IsCode, view.Cells[0].Source));
        Assert.Equal((true, 3, "1+1"), (view.Cells[1].IsCode, view.Cells[1].Count, view.Cells[1].Source));
        Assert.Equal(
            [(OutputKind.Text, "a\nb"), (OutputKind.Text, "2"), (OutputKind.Picture, "data:image/png;base64," + Pixel), (OutputKind.Error, "E: v")],
            view.Cells[1].Outputs.Select(output => (output.Kind, output.Text)));
    }

    [Theory]
    [InlineData("""{"image/svg+xml": "<svg onload='alert(1)'/>"}""")]
    [InlineData("""{"text/html": "<script>alert(1)</script>"}""")]
    [InlineData("""{"application/javascript": "alert(1)"}""")]
    [InlineData("""{"image/png": "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"}""")]
    [InlineData("""{"image/png": "\" onerror=\"alert(1)"}""")]
    [InlineData("""{"image/png": "iVBORw0KGgoAAAANSUhEUv////////8IBgAAAB8VxIkAAAANSUlEQVR42mNk+M9QDwADhgGAWjR9awA="}""")]
    [InlineData("""{"image/png": {"a": 1}}""")]
    [InlineData("""[1]""")]
    [InlineData("""null""")]
    public void What_could_run_or_is_no_picture_is_left_out(string data)
    {
        var view = Read($$$"""{"cell_type": "code", "source": "x", "outputs": [{"output_type": "display_data", "data": {{{data}}}}]}""");
        Assert.Equal(OutputKind.LeftOut, Assert.Single(view.Cells[0].Outputs).Kind);
    }

    [Fact]
    public void Text_cannot_turn_the_direction_of_reading_nor_steer_anything()
    {
        var view = Read("""{"cell_type": "code", "source": "a\u202eb\u001b]0;x\u0007\u2066c", "outputs": []}""");
        Assert.Equal("ab]0;xc", view.Cells[0].Source);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""7""")]
    [InlineData("""{"content": null}""")]
    [InlineData("""{"content": {"cells": 3}}""")]
    public void What_is_no_notebook_is_said_to_be_none(string answer) => Assert.NotEmpty(NotebookReading.Of(JsonDocument.Parse(answer).RootElement).Trouble);

    [Fact]
    public void Cells_that_are_nonsense_are_empty()
    {
        var view = Read("3", "null", "\"x\"", """{"cell_type": 1, "source": {"a": 1}, "outputs": "x", "execution_count": 1e99}""", """{"cell_type": "code", "source": "\ud800", "outputs": [1, null, {"output_type": []}]}""");
        Assert.Equal(5, view.Cells.Count);
        Assert.All(view.Cells, cell => Assert.Equal(("", 0), (cell.Source, cell.Outputs.Count)));
    }

    [Fact]
    public void A_notebook_without_end_is_shown_in_part()
    {
        var view = Read([.. Enumerable.Repeat(new JsonObject { ["cell_type"] = "code", ["source"] = new string('x', 50_000) }.ToJsonString(), 600)]);
        Assert.NotEmpty(view.Trouble);
        Assert.InRange(view.Cells.Sum(cell => cell.Source.Length), 900_000, 1_010_000);
    }

    private static NotebookView Read(params string[] cells) => NotebookReading.Of(JsonDocument.Parse(
        $$$"""{"type": "notebook", "last_modified": "2026-11-26T10:00:00Z", "content": {"cells": [{{{string.Join(',', cells)}}}]}}""").RootElement);
}
