// The words for enumerations: one spelling each, for people and for programs.

using System;
using QuizKit.Devices.Discovery;
using QuizKit.Devices.Kernels;
using QuizKit.Devices.Workloads;

namespace QuizKit.GpuChecks.Outcomes;

internal static class Names
{
    /// <summary>A verdict in kebab-case, as JSON has it.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string IdOf(Verdict verdict) => verdict switch
    {
        Verdict.Confirmed => "confirmed",
        Verdict.Qualified => "qualified",
        Verdict.Refuted => "refuted",
        Verdict.NotObserved => "not-observed",
        Verdict.Skipped => "skipped",
        Verdict.Unwritten => "unwritten",
        Verdict.Error => "error",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No such verdict."),
    };

    /// <summary>Reads a word back: the value whose word it is, or null.</summary>
    /// <param name="word">The word.</param>
    /// <param name="idOf">Gives the word of a value.</param>
    public static T? Parse<T>(string word, Func<T, string> idOf)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (idOf(value) == word) return value;
        }

        return null;
    }

    /// <summary>A verdict as a person reads it.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string NameOf(Verdict verdict) => verdict == Verdict.NotObserved ? "not observed" : IdOf(verdict);

    /// <summary>How thorough a run is, as the command line has it.</summary>
    /// <param name="scale">The scale.</param>
    public static string IdOf(Scale scale) => scale.ToString().ToLowerInvariant();

    /// <summary>An expected verdict, in the words of the quiz file.</summary>
    /// <param name="expected">The expected verdict.</param>
    public static string IdOf(ExpectedVerdict expected) => expected switch
    {
        ExpectedVerdict.Confirmed => "confirmed",
        ExpectedVerdict.Qualified => "qualified",
        ExpectedVerdict.Refuted => "refuted",
        _ => throw new ArgumentOutOfRangeException(nameof(expected), expected, "No such verdict."),
    };

    /// <summary>The kind of evidence in kebab-case, as JSON has it.</summary>
    /// <param name="evidence">The evidence.</param>
    public static string IdOf(Evidence evidence) => evidence switch
    {
        Evidence.ExecutedOnDevice => "executed-on-device",
        Evidence.ExecutedOnSimulator => "executed-on-simulator",
        Evidence.MachineCodeInspected => "machine-code-inspected",
        Evidence.CompilerOutputInspected => "compiler-output-inspected",
        Evidence.ExternalProgram => "external-program",
        Evidence.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, "No such evidence."),
    };

    /// <summary>The kind of a device as the command line names it.</summary>
    /// <param name="kind">The kind.</param>
    public static string IdOf(DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.OpenCL => "opencl",
        DeviceKind.Cuda => "cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    /// <summary>The kind of a device as a person reads it.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(DeviceKind kind) => kind == DeviceKind.OpenCL ? "OpenCL" : IdOf(kind).ToUpperInvariant();

    /// <summary>The part of a question that a claim quotes.</summary>
    /// <param name="origin">The part.</param>
    public static string IdOf(ClaimOrigin origin) => origin switch
    {
        ClaimOrigin.Prompt => "prompt",
        ClaimOrigin.Answer => "answer",
        ClaimOrigin.Erratum => "erratum",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "No such part."),
    };

    /// <summary>What is wrong with the words that an erratum corrects.</summary>
    /// <param name="kind">What is wrong.</param>
    public static string NameOf(ErratumKind kind) => kind switch
    {
        ErratumKind.WrongResult => "wrong result",
        ErratumKind.WrongStatement => "wrong statement",
        ErratumKind.Outdated => "outdated",
        ErratumKind.Imprecise => "imprecise",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
