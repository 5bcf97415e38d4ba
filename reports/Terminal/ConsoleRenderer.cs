// Renders a document as terminal text. Plots are omitted; a tree is drawn as indented lines.

using Spectre.Console;

namespace QuizKit.Reports.Terminal;

internal sealed class ConsoleRenderer(IAnsiConsole console)
{
    // Text in a column narrower than this is harder to read than on lines of its own.
    private const int NarrowestText = 24;

    private const int Gap = 2;

    /// <summary>Writes a document; its result comes last.</summary>
    public static void Write(IAnsiConsole console, Document document)
    {
        var renderer = new ConsoleRenderer(console);
        renderer.WriteText("", document.Title, Tone.Strong);
        renderer.Write(document.Introduction);
        foreach (var section in document.Sections)
        {
            console.WriteLine();
            renderer.Write(section);
        }

        if (document.Result is not { } result) return;
        console.WriteLine();
        renderer.WriteText("", result.Text, result.Tone);
    }

    public static void Write(IAnsiConsole console, DocumentSection section) => new ConsoleRenderer(console).Write(section);

    private void Write(DocumentSection section)
    {
        WriteText("", section.Title, Tone.Strong);
        Write(section.Pieces);
    }

    /// <summary>Writes blocks with an empty line around tables and before trees.</summary>
    private void Write(IReadOnlyList<DocumentBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var isApart = i > 0 && blocks[i - 1] is not DocumentHeading && blocks[i] is not DocumentHeading
                && (blocks[i] is DocumentTable or DocumentTree || blocks[i - 1] is DocumentTable);
            if (isApart) console.WriteLine();
            Write(blocks[i]);
        }
    }

    private void Write(DocumentBlock block)
    {
        switch (block)
        {
            case DocumentHeading heading:
                console.WriteLine();
                WriteText("", heading.Text, Tone.Strong);
                break;
            case DocumentText text:
                WriteText("", text.Text, text.Tone);
                break;
            case DocumentList list:
                foreach (var item in list.Items) WriteText("- ", item.Text, item.Tone);
                break;
            case DocumentFields fields:
                var column = fields.Fields.Select(field => field.Label.GetCellWidth()).DefaultIfEmpty(0).Max() + Gap;
                foreach (var (label, value) in fields.Fields) WriteField(0, column, label, value);
                break;
            case DocumentTable table:
                if (table.Caption.Length > 0) WriteText("", table.Caption, Tone.Faint);
                if (table.IsStacked || !TryWriteColumns(table)) WriteStacked(table);
                break;
            case DocumentTree tree:
                WriteTree(tree);
                break;
            case DocumentDetails details:
                Write(new DocumentHeading(details.Title));
                Write(details.Pieces);
                break;
        }
    }

    private void WriteText(string lead, string text, Tone tone) =>
        TextBlock.Write(console, new Line().Add(lead), Plain(text), Palette.Of(tone));

    private void WriteField(int indent, int column, string label, DocumentText value) =>
        TextBlock.Write(
            console, new Line().MoveTo(indent).Add(Shown(label), Palette.Faint).MoveTo(column), Plain(value.Text), Palette.Of(value.Tone));

    /// <summary>Writes a table in columns, of which the widest text column may wrap; false if the terminal is too narrow.</summary>
    private bool TryWriteColumns(DocumentTable table)
    {
        int[] widths = [.. table.Columns.Select((column, i) =>
            table.Rows.Select(row => Shown(row[i]).GetCellWidth()).Append(Shown(column.Name).GetCellWidth()).Max())];
        var excess = widths.Sum() + (Gap * (widths.Length - 1)) - console.Profile.Width;
        if (excess > 0)
        {
            int[] texts = [.. Enumerable.Range(0, widths.Length).Where(i => !table.Columns[i].IsNumber)];
            if (texts.Length == 0) return false;
            var widest = texts.MaxBy(i => widths[i]);
            if (widths[widest] - excess < NarrowestText) return false;
            widths[widest] -= excess;
        }

        WriteRow([.. table.Columns.Select(column => column.Name)], _ => Tone.Faint);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var index = row;
            WriteRow(table.Rows[row], i => ToneOf(table, index, i));
        }

        return true;

        void WriteRow(IReadOnlyList<string> cells, Func<int, Tone> toneOf)
        {
            List<IReadOnlyList<string>> lines = [.. cells.Select((cell, i) => TextBlock.Wrap(Shown(cell), widths[i]))];
            for (var k = 0; k < lines.Max(cell => cell.Count); k++)
            {
                var line = new Line();
                var start = 0;
                for (var i = 0; i < lines.Count; i++)
                {
                    var text = k < lines[i].Count ? lines[i][k] : "";
                    if (table.Columns[i].IsNumber) line.AddRightAligned(text, start + widths[i], Palette.Of(toneOf(i)));
                    else if (text.Length > 0) line.MoveTo(start).Add(text, Palette.Of(toneOf(i)));
                    start += widths[i] + Gap;
                }

                line.WriteTo(console);
            }
        }
    }

    /// <summary>Writes each row as its first cell and a line for each other cell that is not empty.</summary>
    private void WriteStacked(DocumentTable table)
    {
        var column = table.Columns.Skip(1).Select(head => Shown(head.Name).GetCellWidth()).DefaultIfEmpty(0).Max() + (2 * Gap);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var first = ToneOf(table, row, 0);
            TextBlock.Write(console, new Line(), Shown(table.Rows[row][0]), Palette.Of(first == Tone.Plain ? Tone.Strong : first));
            for (var i = 1; i < table.Columns.Count; i++)
            {
                if (table.Rows[row][i].Length > 0)
                    WriteField(Gap, column, table.Columns[i].Name, new DocumentText(table.Rows[row][i], ToneOf(table, row, i)));
            }
        }
    }

    private void WriteTree(DocumentTree block)
    {
        WriteText("", $"{block.Title}: {TreeText.Caption(block.Tree)}", Tone.Faint);
        List<string> lines = [.. TreeText.Lines(block.Tree)];
        foreach (var line in lines.Take(block.MostLines)) new Line().Add("  " + Shown(line)).WriteTo(console);
        if (lines.Count > block.MostLines)
        {
            new Line()
                .Add(Shown($"  … {NumberText.Of(lines.Count - block.MostLines, "more line")}; pictures show the whole tree"), Palette.Faint)
                    .WriteTo(console);
        }
    }

    /// <summary>Text without the backticks of its code spans.</summary>
    private string Plain(string text) => Shown(TextSpans.Plain(text));

    /// <summary>The signs of verdicts in ASCII where the terminal has nothing else.</summary>
    private string Shown(string text)
    {
        if (console.Profile.Capabilities.Unicode) return text;
        foreach (var (sign, ascii) in new[] { ("✓", "+"), ("✗", "x"), ("≈", "~"), ("○", "o"), ("–", "-"), ("…", "...") })
            text = text.Replace(sign, ascii, StringComparison.Ordinal);
        return text;
    }

    private static Tone ToneOf(DocumentTable table, int row, int column) => table.ToneOf?.Invoke(row, column) ?? Tone.Plain;
}
