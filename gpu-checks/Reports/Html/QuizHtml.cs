// TEMPORARY until RichText carries HTML.
using System.Linq;

namespace QuizKit.GpuChecks.Reports;

internal static class QuizHtml
{
    public static string Of(RichText text) => string.Concat(text.UnicodeText.Split("\n\n").Select(p => "<p>" + Markup.Escape(p) + "</p>"));
}
