// The serializer of the JSON reports, written by the compiler: no reflection, so trimming and AOT can follow it.

using System.Text.Json.Serialization;

namespace QuizKit.GpuChecks.Reports;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(ListJson))]
[JsonSerializable(typeof(OrderReportJson))]
[JsonSerializable(typeof(MatrixJson))]
[JsonSerializable(typeof(CompileJson))]
[JsonSerializable(typeof(ConformanceJson))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
