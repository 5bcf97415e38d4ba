// A question and its four kinds. The set of kinds is closed: the base class cannot be derived from elsewhere.

using System;
using System.Collections.Generic;

namespace QuizKit;

/// <summary>The kind of a question, for a <c>switch</c> over all of them.</summary>
public enum QuestionKind
{
    /// <summary>Answered in prose: <see cref="OpenQuestion"/>.</summary>
    Open,

    /// <summary>Answered true or false: <see cref="TrueFalseQuestion"/>.</summary>
    TrueFalse,

    /// <summary>Answered by a number: <see cref="NumericQuestion"/>.</summary>
    Numeric,

    /// <summary>Answered by choosing among given texts: <see cref="ChoiceQuestion"/>.</summary>
    Choice,
}

/// <summary>One question of a quiz: its prompt, its answer, the claims they make and the errata to them.</summary>
public abstract class Question
{
    private protected Question(
        string id, int number, RichText prompt, Answer answer, IReadOnlyList<Claim> claims, IReadOnlyList<Erratum> errata)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        Number = number;
        Prompt = prompt ?? throw new ArgumentNullException(nameof(prompt));
        Answer = answer ?? throw new ArgumentNullException(nameof(answer));
        Claims = Frozen.Copy(claims, nameof(claims));
        Errata = Frozen.Copy(errata, nameof(errata));
    }

    /// <summary>The kebab-case id, unique within the quiz; neither an edit nor a reordering changes it.</summary>
    public string Id { get; }

    /// <summary>The number printed in the heading, from 1. It is for display; <see cref="Id"/> identifies.</summary>
    public int Number { get; }

    /// <summary>The kind, which tells the derived type.</summary>
    public abstract QuestionKind Kind { get; }

    /// <summary>What is asked.</summary>
    public RichText Prompt { get; }

    /// <summary>The answer as its author left it; read <see cref="Errata"/> beside it.</summary>
    public Answer Answer { get; }

    /// <summary>Every claim of the prompt, the answer and the errata, in the order of the text.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>What is wrong with the author's words; empty for most questions.</summary>
    public IReadOnlyList<Erratum> Errata { get; }

    /// <summary>Returns the number and the prompt.</summary>
    public override string ToString() => $"{Number}. {Prompt}";
}

/// <summary>A question answered in prose.</summary>
public sealed class OpenQuestion : Question
{
    /// <summary>Creates an open question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    public OpenQuestion(
        string id, int number, RichText prompt, Answer answer, IReadOnlyList<Claim> claims, IReadOnlyList<Erratum> errata)
        : base(id, number, prompt, answer, claims, errata)
    {
    }

    /// <inheritdoc/>
    public override QuestionKind Kind => QuestionKind.Open;
}

/// <summary>A question answered true or false.</summary>
public sealed class TrueFalseQuestion : Question
{
    /// <summary>Creates a true/false question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="isTrue">Whether the statement in the prompt is true.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    public TrueFalseQuestion(
        string id, int number, RichText prompt, Answer answer, bool isTrue, IReadOnlyList<Claim> claims, IReadOnlyList<Erratum> errata)
        : base(id, number, prompt, answer, claims, errata) => IsTrue = isTrue;

    /// <inheritdoc/>
    public override QuestionKind Kind => QuestionKind.TrueFalse;

    /// <summary>Whether the statement in the prompt is true.</summary>
    public bool IsTrue { get; }
}

/// <summary>A question answered by a number.</summary>
public sealed class NumericQuestion : Question
{
    /// <summary>Creates a numeric question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="printedValue">The number that the author's answer prints.</param>
    /// <param name="correctValue">The right number: the printed one, unless an erratum corrects it.</param>
    /// <param name="tolerance">The largest accepted absolute difference from the right number; 0 for exact.</param>
    /// <param name="unit">What the number counts or measures, or null.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    public NumericQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        double printedValue,
        double correctValue,
        double tolerance,
        string? unit,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata)
        : base(id, number, prompt, answer, claims, errata)
    {
        PrintedValue = printedValue;
        CorrectValue = correctValue;
        Tolerance = tolerance;
        Unit = unit;
    }

    /// <inheritdoc/>
    public override QuestionKind Kind => QuestionKind.Numeric;

    /// <summary>The number that the author's answer prints, right or wrong.</summary>
    public double PrintedValue { get; }

    /// <summary>The right number: <see cref="PrintedValue"/>, unless an erratum corrects it. Grade against this one.</summary>
    public double CorrectValue { get; }

    /// <summary>The largest accepted absolute difference from <see cref="CorrectValue"/>, in <see cref="Unit"/>; 0 for exact.</summary>
    public double Tolerance { get; }

    /// <summary>What the number counts or measures, or null.</summary>
    public string? Unit { get; }
}

/// <summary>One of the texts a choice question offers.</summary>
public sealed class Choice
{
    /// <summary>Creates a choice; generated code calls this.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="isCorrect">Whether it belongs to the right answer.</param>
    public Choice(RichText text, bool isCorrect)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        IsCorrect = isCorrect;
    }

    /// <summary>What it says.</summary>
    public RichText Text { get; }

    /// <summary>Whether it belongs to the right answer.</summary>
    public bool IsCorrect { get; }

    /// <summary>Returns the text.</summary>
    public override string ToString() => Text.UnicodeText;
}

/// <summary>A question answered by choosing one or more of the given texts.</summary>
public sealed class ChoiceQuestion : Question
{
    /// <summary>Creates a choice question; generated code calls this.</summary>
    /// <param name="id">The kebab-case id.</param>
    /// <param name="number">The printed number, from 1.</param>
    /// <param name="prompt">What is asked, without the choices.</param>
    /// <param name="answer">The answer in prose.</param>
    /// <param name="choices">The texts to choose from, at least two of them and at least one correct.</param>
    /// <param name="claims">Every claim, in the order of the text.</param>
    /// <param name="errata">What is wrong with the author's words.</param>
    public ChoiceQuestion(
        string id,
        int number,
        RichText prompt,
        Answer answer,
        IReadOnlyList<Choice> choices,
        IReadOnlyList<Claim> claims,
        IReadOnlyList<Erratum> errata)
        : base(id, number, prompt, answer, claims, errata) => Choices = Frozen.Copy(choices, nameof(choices));

    /// <inheritdoc/>
    public override QuestionKind Kind => QuestionKind.Choice;

    /// <summary>The texts to choose from, in the order written.</summary>
    public IReadOnlyList<Choice> Choices { get; }
}
