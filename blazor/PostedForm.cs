// The fields of a posted form.

namespace QuizKit.Blazor;

/// <summary>The fields of a posted form, each as text, so that whatever is posted can be read.</summary>
internal sealed class PostedForm
{
    public string? Question { get; set; }

    public string? Hints { get; set; }

    public string? Shown { get; set; }

    public string? Action { get; set; }

    public string[]? Reply { get; set; }
}
