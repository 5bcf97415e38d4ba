// An expression of C# that is written once, into the file where it belongs: no part of it becomes a string first.

namespace QuizKit.Generator.Emission;

internal abstract class Code
{
    /// <summary>Writes the expression from where the last line ends; its further lines are indented as that one is.</summary>
    public abstract void WriteTo(CodeWriter writer);

    /// <summary>An expression on one line.</summary>
    public static implicit operator Code(string text) => new Raw(text);

    /// <summary>A string literal.</summary>
    public static Code String(string text) => new Literal(text);

    /// <summary>Expressions one after the other.</summary>
    public static Code Sequence(params Code[] parts) => new Parts("", parts, "", "");

    /// <summary>Expressions on one line, with commas between them.</summary>
    public static Code Listed(string open, IReadOnlyList<Code> parts, string close) => new Parts(open, parts, ", ", close);

    /// <summary>A call with each argument on a line of its own.</summary>
    public static Code Call(string open, IReadOnlyList<Code> arguments) => new Lines(open, arguments, isArray: false);

    /// <summary>An array with each element on a line of its own, in braces on lines of theirs.</summary>
    public static Code Rows(string type, IReadOnlyList<Code> elements) => new Lines(type, elements, isArray: true);

    private sealed class Raw(string text) : Code
    {
        public override void WriteTo(CodeWriter writer) => writer.Append(text);
    }

    private sealed class Literal(string text) : Code
    {
        public override void WriteTo(CodeWriter writer) => writer.AppendLiteral(text);
    }

    private sealed class Parts(string open, IReadOnlyList<Code> parts, string separator, string close) : Code
    {
        public override void WriteTo(CodeWriter writer)
        {
            writer.Append(open);
            for (var i = 0; i < parts.Count; i++)
            {
                if (i > 0) writer.Append(separator);
                parts[i].WriteTo(writer);
            }

            writer.Append(close);
        }
    }

    private sealed class Lines(string open, IReadOnlyList<Code> parts, bool isArray) : Code
    {
        public override void WriteTo(CodeWriter writer)
        {
            writer.Append(open);
            if (isArray) OnNewLine(writer, "{");
            writer.Indent();
            for (var i = 0; i < parts.Count; i++)
            {
                if (i > 0) writer.Append(",");
                writer.NewLine();
                parts[i].WriteTo(writer);
            }

            writer.Unindent();
            if (!isArray)
            {
                writer.Append(")");
                return;
            }

            writer.Append(",");
            OnNewLine(writer, "}");
        }

        private static void OnNewLine(CodeWriter writer, string brace)
        {
            writer.NewLine();
            writer.Append(brace);
        }
    }
}
