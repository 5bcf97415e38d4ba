// One piece of a quiz's prose in every form an app shows it in, each made at compile time.

using System;

namespace QuizKit;

/// <summary>A piece of prose: the Markdown as its author wrote it, and the same words ready for a terminal.</summary>
public sealed class RichText
{
    /// <summary>Creates a text from its two forms; generated code calls this.</summary>
    /// <param name="markdown">The Markdown as written, line ends as <c>\n</c>, claim markers taken out.</param>
    /// <param name="unicodeText">The same words without markup; formulas in Unicode (x², ∂L/∂z).</param>
    public RichText(string markdown, string unicodeText)
    {
        Markdown = markdown ?? throw new ArgumentNullException(nameof(markdown));
        UnicodeText = unicodeText ?? throw new ArgumentNullException(nameof(unicodeText));
    }

    /// <summary>The Markdown as written, with <c>$…$</c> formulas in TeX; lines end with <c>\n</c>.</summary>
    public string Markdown { get; }

    /// <summary>The words without markup, formulas in Unicode; paragraphs are separated by one empty line.</summary>
    public string UnicodeText { get; }

    /// <summary>Returns <see cref="UnicodeText"/>.</summary>
    public override string ToString() => UnicodeText;
}
