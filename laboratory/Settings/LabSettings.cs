// The settings of a laboratory run.

using QuizKit.Devices.Workloads;

namespace QuizKit.Laboratory.Settings;

/// <summary>The settings that all parts share.</summary>
/// <param name="Scale">The amount of work.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Runs">The number of repetitions of what may vary from run to run.</param>
/// <param name="Python">The Python interpreter whose NumPy and PyTorch to use, or null to search for one.</param>
internal sealed record LabSettings(Scale Scale, ulong Seed, int Runs, string? Python = null);
