// A series of a plot in JSON: its points as two arrays of the same length.

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QuizKit.GpuChecks.Reports;

internal sealed record SeriesJson(string Name, SeriesKind Kind, IReadOnlyList<double> X, IReadOnlyList<double> Y);

internal sealed class PlotSeriesConverter : JsonConverter<PlotSeries>
{
    public override PlotSeries Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var series = JsonSerializer.Deserialize(ref reader, TypeIn(options))!;
        return new PlotSeries(series.Name, series.Kind, [.. series.X.Zip(series.Y, (x, y) => new PlotPoint(x, y))]);
    }

    public override void Write(Utf8JsonWriter writer, PlotSeries value, JsonSerializerOptions options) => JsonSerializer.Serialize(
        writer,
        new SeriesJson(value.Name, value.Kind, [.. value.Points.Select(point => point.X)], [.. value.Points.Select(point => point.Y)]),
        TypeIn(options));

    private static JsonTypeInfo<SeriesJson> TypeIn(JsonSerializerOptions options) =>
        (JsonTypeInfo<SeriesJson>)options.GetTypeInfo(typeof(SeriesJson));
}
