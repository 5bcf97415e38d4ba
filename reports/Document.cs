// What a part of the laboratory shows, before anyone has decided how: reports turn it into a terminal's lines, Markdown or a web page.

using System.Collections.Generic;
using QuizKit.Numerics;

namespace QuizKit.Reports;

/// <summary>What one part of the laboratory shows.</summary>
/// <param name="Id">Its name on the command line, such as <c>variation</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Pieces">What it shows, in this order.</param>
internal sealed record DocumentSection(string Id, string Title, IReadOnlyList<DocumentBlock> Pieces);

/// <summary>A piece of an exhibit.</summary>
internal abstract record DocumentBlock;

/// <summary>A paragraph of plain text.</summary>
/// <param name="Text">The text; <c>`code`</c> stands between backticks.</param>
internal sealed record DocumentText(string Text) : DocumentBlock;

/// <summary>A heading below the exhibit's title.</summary>
/// <param name="Text">The text.</param>
internal sealed record DocumentHeading(string Text) : DocumentBlock;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows, with the unit where all of it has one.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows, each with a cell a column. Numbers are formatted already.</param>
internal sealed record DocumentTable(string Caption, IReadOnlyList<DocumentColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : DocumentBlock;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with its unit.</param>
/// <param name="IsNumber">Whether it holds numbers, which stand to the right.</param>
internal sealed record DocumentColumn(string Name, bool IsNumber = false);

/// <summary>A plot.</summary>
/// <param name="Plot">The plot.</param>
internal sealed record DocumentPlot(Plot Plot) : DocumentBlock;

/// <summary>A drawn summation tree.</summary>
/// <param name="Title">Whose tree it is.</param>
/// <param name="Tree">The tree.</param>
internal sealed record DocumentTree(string Title, SummationTree Tree) : DocumentBlock;
