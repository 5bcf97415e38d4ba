// Summation trees in JSON: their own text, such as ((0+1)+2).

using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuizKit.Laboratory.Orders;

/// <summary>Writes a tree as <see cref="SummationTree.ToString"/> does, and reads it back.</summary>
internal sealed class SummationTreeConverter : JsonConverter<SummationTree>
{
    /// <inheritdoc/>
    public override SummationTree Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return SummationTree.Parse(reader.GetString() ?? "");
        }
        catch (FormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SummationTree value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
