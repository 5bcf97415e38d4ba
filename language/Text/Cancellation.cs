// Ends the work on a file that nobody waits for any more: an editor cancels it at each key that is typed.

namespace QuizKit.Language.Text;

/// <summary>What each stage looks at before each small piece of work.</summary>
/// <param name="token">What asks to stop.</param>
/// <param name="onLook">What a test does at each look.</param>
internal sealed class Cancellation(CancellationToken token, Action? onLook = null)
{
    /// <summary>For work that always comes to its end.</summary>
    public static readonly Cancellation Never = new(CancellationToken.None);

    /// <exception cref="OperationCanceledException">The work shall stop.</exception>
    public void Look()
    {
        onLook?.Invoke();
        token.ThrowIfCancellationRequested();
    }
}
