// What every part of the laboratory is told.

using QuizKit.Devices.Workloads;

namespace QuizKit.Laboratory.Settings;

/// <summary>What every part of the laboratory is told.</summary>
/// <param name="Scale">How thorough to be.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Runs">How often to repeat what may vary from run to run.</param>
/// <param name="Python">The Python whose NumPy and PyTorch to ask, or null to look for one.</param>
internal sealed record LabSettings(Scale Scale, ulong Seed, int Runs, string? Python = null);
