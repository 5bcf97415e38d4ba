// The texts of a quiz as markup. RichText.Html is safe to insert as it is.

using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace QuizKit.Blazor;

internal static class RichContent
{
    /// <summary>A text in the form that it has: phrasing or flow content. A table may be wider than a telephone: then it scrolls by
    /// itself, by keyboard too.</summary>
    public static MarkupString Of(RichText text) => new(
        text.Html.Replace("<table>", "<div class=\"quizkit-wide\" tabindex=\"0\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal));

    /// <summary>A text as paragraphs or other blocks.</summary>
    public static MarkupString Blocks(RichText text) => text.IsPhrasing ? new($"<p>{Of(text).Value}</p>") : Of(text);

    /// <summary>The attributes of an element whose words are not in the language around it, because that has no words; otherwise
    /// none.</summary>
    public static IReadOnlyDictionary<string, object> LanguageOf(QuizWords words, string around) =>
        words.Language.Equals(around.Split('-')[0], StringComparison.OrdinalIgnoreCase)
            ? new Dictionary<string, object>()
            : new Dictionary<string, object> { ["lang"] = words.Language, ["dir"] = words.IsRightToLeft ? "rtl" : "ltr" };

    /// <summary>A heading.</summary>
    /// <param name="level">From 1; what is above 6 is 6.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="content">What stands in it.</param>
    /// <param name="reference">Called with the element, or null.</param>
    public static RenderFragment Heading(
        int level,
        IReadOnlyDictionary<string, object> attributes,
        RenderFragment content,
        Action<ElementReference>? reference = null) => builder =>
    {
        builder.OpenElement(0, "h" + Math.Clamp(level, 1, 6).ToString(CultureInfo.InvariantCulture));
        builder.AddMultipleAttributes(1, attributes);
        if (reference is not null) builder.AddElementReferenceCapture(2, reference);
        builder.AddContent(3, content);
        builder.CloseElement();
    };
}
