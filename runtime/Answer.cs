// The words of an answer, and whose they are.

using System.Text.Json.Serialization;

namespace QuizKit;

/// <summary>Who wrote a text.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Provenance>))]
public enum Provenance
{
    /// <summary>The quiz's author.</summary>
    Source,

    /// <summary>The editors of this edition: the author left the place empty.</summary>
    Editors,
}

/// <summary>The answer to a question.</summary>
public sealed class Answer
{
    /// <summary>Creates an answer; generated code calls this.</summary>
    /// <param name="text">The words.</param>
    /// <param name="provenance">Who wrote them.</param>
    public Answer(RichText text, Provenance provenance)
    {
        Text = text ?? throw new ArgumentNullException(nameof(text));
        Provenance = provenance;
    }

    /// <summary>The words.</summary>
    public RichText Text { get; }

    /// <summary>Who wrote them.</summary>
    public Provenance Provenance { get; }

    /// <summary>Returns the words, in Unicode text.</summary>
    public override string ToString() => Text.UnicodeText;
}
