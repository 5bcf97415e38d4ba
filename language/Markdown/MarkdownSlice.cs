// The Markdown of a range of the file as its author wrote it: sliced by spans, never serialized from the parsed tree.

using System.Text;
using QuizKit.Language.Text;

namespace QuizKit.Language.Markdown;

internal static class MarkdownSlice
{
    /// <summary>
    /// Slices a range without some spans (comments, choices), which are in order and do not overlap. A line that held nothing else goes
    /// with them, and so does the space between a removed comment and the end of its line: it would turn into a hard line break.
    /// </summary>
    public static string Write(string text, TextSpan range, IEnumerable<TextSpan> removed)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var hasRemoval = false;
        var position = range.Start;

        void CopyTo(int end)
        {
            for (; position < end; position++)
            {
                if (text[position] == '\r' && position + 1 < text.Length && text[position + 1] == '\n') continue;
                if (text[position] is '\n' or '\r') EndLine();
                else if (!(hasRemoval && text[position] == ' ' && EndsInSpace())) line.Append(text[position]);
            }
        }

        bool EndsInSpace() => line.Length == 0 || line[line.Length - 1] == ' ';

        void EndLine()
        {
            var content = hasRemoval ? line.ToString().TrimEnd(' ') : line.ToString();
            if (!(hasRemoval && content.Length == 0)) lines.Add(content);
            line.Clear();
            hasRemoval = false;
        }

        foreach (var span in removed)
        {
            if (span.End <= range.Start || span.Start >= range.End) continue;
            CopyTo(span.Start);
            hasRemoval = true;
            position = Math.Max(position, span.End);
        }

        CopyTo(range.End);
        EndLine();
        return string.Join("\n", lines).Trim('\n', ' ');
    }
}
