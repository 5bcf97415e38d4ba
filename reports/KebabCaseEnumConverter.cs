// Enumerations in JSON: their names in kebab-case, as everything else there.

using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuizKit.Reports;

internal sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
