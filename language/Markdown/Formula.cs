// Formulas in parsed Markdown, each with the place of its TeX and, where it is a near slip, what is wrong with its delimiters.

using Markdig.Extensions.Mathematics;
using Markdig.Parsers;
using QuizKit.Language.Diagnostics;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

/// <summary>A formula in a paragraph, a heading or a cell.</summary>
internal sealed class FormulaInline : MathInline
{
    /// <summary>The length of the opening delimiter.</summary>
    public int OpeningLength { get; set; }

    /// <summary>The length of the closing delimiter.</summary>
    public int ClosingLength { get; set; }

    /// <summary>What is wrong with the delimiters, or null.</summary>
    public DiagnosticDefinition? Slip { get; set; }

    /// <summary>The TeX.</summary>
    public TextSpan Tex => TextSpan.FromBounds(Span.Start + OpeningLength, Span.End + 1 - ClosingLength);
}

/// <summary>A formula on lines of its own.</summary>
internal sealed class FormulaBlock(BlockParser? parser) : MathBlock(parser!)
{
    /// <summary>The TeX.</summary>
    public TextSpan Tex { get; set; }

    /// <summary>The closing delimiter.</summary>
    public string Closing { get; set; } = "";

    /// <summary>Where the closing delimiter begins; -1 where that is not known yet.</summary>
    public int ClosingStart { get; set; } = -1;

    /// <summary>Words behind the closing delimiter, which belong on a line of their own; empty where there are none.</summary>
    public TextSpan WordsBehind { get; set; }

    /// <summary>Whether the closing delimiter was found.</summary>
    public bool IsClosed => ClosingFencedCharCount > 0;
}
