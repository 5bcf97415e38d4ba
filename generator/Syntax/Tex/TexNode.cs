// The parse tree of a formula.

using System.Collections.Generic;

namespace QuizKit.Generator.Syntax.Tex;

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

internal abstract record TexNode;

/// <summary>Nodes side by side.</summary>
internal sealed record TexRow(IReadOnlyList<TexNode> Items) : TexNode;

/// <summary>A symbol, or a number with all its digits.</summary>
internal sealed record TexSymbol(string Text, TexClass Class) : TexNode;

/// <summary>Words in a formula: <c>\text{in}</c>.</summary>
internal sealed record TexWords(string Text) : TexNode;

/// <summary>A fraction.</summary>
internal sealed record TexFraction(TexNode Numerator, TexNode Denominator) : TexNode;

/// <summary>A square root, or the root of a degree.</summary>
internal sealed record TexRoot(TexNode Radicand, TexNode? Degree) : TexNode;

/// <summary>A base with a subscript, a superscript and primes; at least one of them.</summary>
internal sealed record TexScript(TexNode Base, TexNode? Subscript, TexNode? Superscript, int Primes) : TexNode;

/// <summary>Letters in another alphabet.</summary>
internal sealed record TexStyled(TexAlphabet Alphabet, TexNode Body) : TexNode;

/// <summary>An accent over a node, as a combining character.</summary>
internal sealed record TexAccented(char CombiningMark, TexNode Body) : TexNode;

internal enum TexAlphabet
{
    Upright,
    Italic,
    Bold,
    Calligraphic,
    DoubleStruck,
}
