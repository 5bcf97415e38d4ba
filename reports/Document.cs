// The document model: what a command reports, independent of the format. Renderers turn it into terminal text, Markdown or HTML.

using QuizKit.Numerics;

namespace QuizKit.Reports;

/// <summary>How text is emphasized. Every meaning has a word or a symbol as well, so a format may ignore it.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
    Undecided,
}

internal sealed record Document(string Title, IReadOnlyList<DocumentSection> Sections)
{
    /// <summary>The conclusion in one sentence: below the title, on a terminal at the end. Null: no conclusion.</summary>
    public DocumentText? Result { get; init; }

    /// <summary>The blocks before the first section.</summary>
    public IReadOnlyList<DocumentBlock> Introduction { get; init; } = [];

    /// <summary>The largest size of the Markdown in bytes, beyond which table rows are omitted. Null: no limit.</summary>
    public int? LongestMarkdown { get; init; }
}

/// <summary>A section of a document.</summary>
/// <param name="Id">Its name in file names; <see cref="Anchor"/> is made of it.</param>
internal sealed record DocumentSection(string Id, string Title, IReadOnlyList<DocumentBlock> Pieces)
{
    /// <summary>What a link in a text names to lead here.</summary>
    public string Anchor => "section-" + Id;
}

internal abstract record DocumentBlock
{
    /// <summary>All blocks, those in details included.</summary>
    public static IEnumerable<DocumentBlock> Unfold(IEnumerable<DocumentBlock> blocks) =>
        blocks.SelectMany(block => block is DocumentDetails details ? [block, .. Unfold(details.Pieces)] : new[] { block });

    /// <summary>Changes each block, those in details included.</summary>
    public static IReadOnlyList<DocumentBlock> Change(IReadOnlyList<DocumentBlock> blocks, Func<DocumentBlock, DocumentBlock> change) =>
        [.. blocks.Select(
            block => block is DocumentDetails details ? details with { Pieces = Change(details.Pieces, change) } : change(block))];
}

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text; <c>`code`</c> stands between backticks, and <c>[words](#anchor)</c> leads to a place in the document.</param>
internal sealed record DocumentText(string Text, Tone Tone = Tone.Plain) : DocumentBlock;

/// <summary>A heading below the title of a section.</summary>
internal sealed record DocumentHeading(string Text) : DocumentBlock;

/// <summary>Blocks below a heading that a page shows when the reader asks for them; a terminal always does.</summary>
internal sealed record DocumentDetails(string Title, IReadOnlyList<DocumentBlock> Pieces) : DocumentBlock;

internal sealed record DocumentList(IReadOnlyList<DocumentText> Items) : DocumentBlock;

/// <summary>Labels with their values, such as the properties of a machine.</summary>
internal sealed record DocumentFields(IReadOnlyList<(string Label, DocumentText Value)> Fields) : DocumentBlock
{
    /// <summary>The anchor of each label, for links to it. Null: none has one.</summary>
    public IReadOnlyList<string>? Anchors { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Caption">Its subject, with the unit where all cells share one; may be empty.</param>
/// <param name="Rows">Its rows, each with one cell per column. Numbers are formatted already.</param>
internal sealed record DocumentTable(
    string Caption, IReadOnlyList<DocumentColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : DocumentBlock
{
    /// <summary>
    /// Whether a terminal shows each row as a block of labelled lines, even if the columns fit, and a page wraps the words of the first.
    /// </summary>
    public bool IsStacked { get; init; }

    /// <summary>The emphasis of a cell, by row and column. Null: all plain.</summary>
    public Func<int, int, Tone>? ToneOf { get; init; }

    /// <summary>Returns a table with a row for each item.</summary>
    public static DocumentTable Of<T>(string caption, IEnumerable<T> items, params IReadOnlyList<ItemColumn<T>> columns) => new(
        caption,
        [.. columns.Select(column => new DocumentColumn(column.Name, column.IsNumber))],
        [.. items.Select(item => columns.Select(column => column.Cell(item)).ToList())]);
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with its unit.</param>
/// <param name="IsNumber">Whether its cells are numbers, which are right-aligned.</param>
/// <param name="IsCode">Whether its cells are identifiers.</param>
internal sealed record DocumentColumn(string Name, bool IsNumber = false, bool IsCode = false);

/// <summary>A column whose cells are computed from the item of each row.</summary>
internal sealed record ItemColumn<T>(string Name, Func<T, string> Cell, bool IsNumber = false)
{
    /// <summary>A column of counts.</summary>
    public ItemColumn(string name, Func<T, long> count)
        : this(name, item => NumberText.Of(count(item)), IsNumber: true)
    {
    }
}

/// <summary>A plot. A terminal omits it.</summary>
/// <param name="Caption">What to see in it, as the text of a paragraph. Null: the plot alone.</param>
internal sealed record DocumentPlot(Plot Plot, string? Caption = null) : DocumentBlock;

/// <summary>A drawing of a summation tree.</summary>
/// <param name="Title">The implementations with this tree.</param>
/// <param name="MostLines">The largest number of lines on a terminal.</param>
internal sealed record DocumentTree(string Title, SummationTree Tree, int MostLines = 12) : DocumentBlock
{
    /// <summary>The height of the axis in additions, so that several trees have one scale. Null: the height of the tree.</summary>
    public int? Tallest { get; init; }
}
