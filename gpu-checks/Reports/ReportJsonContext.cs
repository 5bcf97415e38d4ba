// The serializer of the JSON reports, written by the compiler: no reflection, so trimming and AOT can follow it.

using System.Text.Json.Serialization;
using QuizKit.GpuChecks.Reports.Laboratory;
using QuizKit.GpuChecks.Reports.Matrix;
using QuizKit.Laboratory.Cure;
using QuizKit.Laboratory.Orders;
using QuizKit.Laboratory.Variation;
using QuizKit.Reports;
using QuizKit.Numerics.Gpu;

namespace QuizKit.GpuChecks.Reports;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters =
    [
        typeof(KebabCaseEnumConverter<OrderArithmetic>),
        typeof(KebabCaseEnumConverter<OrderOperation>),
        typeof(KebabCaseEnumConverter<NumberFormat>),
        typeof(KebabCaseEnumConverter<Determinism>),
        typeof(KebabCaseEnumConverter<Sameness>),
    ],
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(ListJson))]
[JsonSerializable(typeof(OrderReportJson))]
[JsonSerializable(typeof(LabReportJson))]
[JsonSerializable(typeof(MatrixJson))]
[JsonSerializable(typeof(CompileJson))]
[JsonSerializable(typeof(ConformanceJson))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
