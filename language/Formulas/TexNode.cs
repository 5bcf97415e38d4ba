// The parse tree of a formula.

namespace QuizKit.Language.Formulas;

/// <summary>What a symbol is, after TeX's atom types; it decides the space around it.</summary>
internal enum TexClass
{
    /// <summary>A variable, a digit, a letter.</summary>
    Ordinary,

    /// <summary>A named function, such as log.</summary>
    Function,

    /// <summary>A large operator, such as ∑.</summary>
    LargeOperator,

    /// <summary>A binary operator, such as +.</summary>
    Binary,

    /// <summary>A relation, such as =.</summary>
    Relation,

    /// <summary>An opening delimiter.</summary>
    Opening,

    /// <summary>A closing delimiter.</summary>
    Closing,

    /// <summary>A comma or semicolon.</summary>
    Punctuation,

    /// <summary>A space.</summary>
    Space,
}

/// <summary>An accent.</summary>
/// <param name="Name">The command that puts it: <c>hat</c>.</param>
/// <param name="CombiningMark">The combining character, for one line of text.</param>
/// <param name="Sign">The character that stands on its own, for two dimensions.</param>
/// <param name="IsWide">Whether it stretches over all that stands below it.</param>
/// <param name="IsBelow">Whether it stands below.</param>
internal sealed record TexAccent(string Name, char CombiningMark, char Sign, bool IsWide = false, bool IsBelow = false);

internal abstract record TexNode;

/// <summary>Nodes side by side.</summary>
internal sealed record TexRow(IReadOnlyList<TexNode> Items) : TexNode;

/// <summary>A symbol, or a number with all its digits. Limits are scripts above and below it in a displayed formula.</summary>
internal sealed record TexSymbol(string Text, TexClass Class, bool TakesLimits = false) : TexNode;

/// <summary>A space, its width in em; empty for the space between words.</summary>
internal sealed record TexSpace(string Width) : TexNode;

/// <summary>Nodes between fences as high as they are; a fence is null where a dot stands for none.</summary>
internal sealed record TexFenced(string? Opening, TexRow Body, string? Closing) : TexNode;

/// <summary>Words in a formula: <c>\text{in}</c>, or in an alphabet, <c>\texttt{in}</c>.</summary>
internal sealed record TexWords(string Text, TexAlphabet? Alphabet = null) : TexNode;

/// <summary>A fraction, as large as in a displayed formula, as small as in a line, or, where that is null, as where it stands.</summary>
internal sealed record TexFraction(TexNode Numerator, TexNode Denominator, bool? IsDisplayed = null) : TexNode;

/// <summary>A binomial coefficient, as large as a fraction, or something like it in other brackets.</summary>
internal sealed record TexBinomial(
    TexNode Upper, TexNode Lower, bool? IsDisplayed = null, string Opening = "(", string Closing = ")") : TexNode;

/// <summary>How an environment sets its cells.</summary>
internal enum TexEnvironmentKind
{
    /// <summary>A matrix: cells beside and below each other.</summary>
    Matrix,

    /// <summary>A matrix whose columns say how they are aligned.</summary>
    Array,

    /// <summary>Values, and beside each when it holds.</summary>
    Cases,

    /// <summary>Equations below each other, whose columns meet in pairs.</summary>
    Aligned,

    /// <summary>Equations below each other, each in the middle.</summary>
    Gathered,
}

/// <summary>An environment.</summary>
/// <param name="Kind">How it sets its cells.</param>
/// <param name="Columns">The alignment of the first columns, l, c or r; it repeats.</param>
/// <param name="Opening">The fence on the left, or null.</param>
/// <param name="Closing">The fence on the right, or null.</param>
/// <param name="IsDisplayed">Whether its cells are as large as displayed formulas.</param>
/// <param name="TakesCount">Whether the number of its columns follows its name, which says nothing.</param>
internal sealed record TexEnvironment(
    TexEnvironmentKind Kind,
    string Columns,
    string? Opening = null,
    string? Closing = null,
    bool IsDisplayed = false,
    bool TakesCount = false);

/// <summary>Rows of cells in an environment.</summary>
internal sealed record TexTable(TexEnvironment Environment, IReadOnlyList<IReadOnlyList<TexRow>> Rows) : TexNode
{
    /// <summary>The alignment of a column: l, c or r.</summary>
    public char AlignmentOf(int column) => Environment.Columns[column % Environment.Columns.Length];
}

/// <summary>A square root, or the root of a degree.</summary>
internal sealed record TexRoot(TexNode Radicand, TexNode? Degree) : TexNode;

/// <summary>
/// A base with a subscript, a superscript and primes; at least one of them. Its limits stand above and below it, beside it, or, where that is
/// null, as its base has them.
/// </summary>
internal sealed record TexScript(TexNode Base, TexNode? Subscript, TexNode? Superscript, int Primes, bool? HasLimits = null) : TexNode;

/// <summary>Something small above or below a base: a word, or a brace over all of it.</summary>
internal sealed record TexStack(TexNode Base, TexNode? Above, TexNode? Below, bool IsBrace = false) : TexNode;

/// <summary>All that follows in its group, as large as in a displayed formula, or as small as in a line.</summary>
internal sealed record TexSized(TexRow Body, bool IsDisplayed) : TexNode;

/// <summary>Something in a colour, or in a box where that is null.</summary>
internal sealed record TexMarked(TexNode Body, string? Colour) : TexNode;

/// <summary>A delimiter of a size, in em; empty for one as high as the fences around it.</summary>
internal sealed record TexDelimiter(string Text, TexClass Class, string Size) : TexNode;

/// <summary>Letters in another alphabet.</summary>
internal sealed record TexStyled(TexAlphabet Alphabet, TexNode Body) : TexNode;

/// <summary>An accent over a node.</summary>
internal sealed record TexAccented(TexAccent Accent, TexNode Body) : TexNode;

internal enum TexAlphabet
{
    Upright,
    Italic,
    Bold,
    BoldItalic,
    Calligraphic,
    DoubleStruck,
    Fraktur,
    SansSerif,
    Monospace,
}
