// The names of enumeration values: one spelling for people and one for programs.

using System.Text.Json;

namespace QuizKit.GpuChecks.Outcomes;

internal static class Names
{
    /// <summary>A value in kebab-case, as on the command line and in JSON.</summary>
    public static string IdOf<T>(T value)
        where T : struct, Enum => value is DeviceKind.OpenCL ? "opencl" : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A verdict as a person reads it.</summary>
    public static string NameOf(Verdict verdict) => IdOf(verdict).Replace('-', ' ');

    /// <summary>The kind of a device as a person reads it.</summary>
    public static string NameOf(DeviceKind kind) => kind switch
    {
        DeviceKind.OpenCL => "OpenCL",
        DeviceKind.CudaSoftware => "CUDA in software",
        _ => IdOf(kind).ToUpperInvariant(),
    };

    /// <summary>The kind of an erratum as a person reads it.</summary>
    public static string NameOf(ErratumKind kind) => IdOf(kind).Replace('-', ' ');
}
