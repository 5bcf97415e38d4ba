// How a long command says what it does.

namespace QuizKit.Laboratory.Running;

/// <summary>Notified before each step of a long command.</summary>
/// <param name="step">What it is about to do.</param>
/// <param name="done">The number of steps before it.</param>
/// <param name="planned">The number of all steps, as far as it is known.</param>
internal delegate void StepProgress(string step, int done, int planned);
