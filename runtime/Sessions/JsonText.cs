// Writes the small JSON of sessions.

using System.Globalization;
using System.Text;

namespace QuizKit.Sessions;

internal static class JsonText
{
    /// <summary>Appends a string in quotation marks. What could end a line or a script element, and halves of surrogate pairs, are
    /// escaped.</summary>
    public static StringBuilder AppendString(this StringBuilder json, string value)
    {
        json.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (char.IsSurrogatePair(value, i))
            {
                json.Append(c).Append(value[++i]);
            }
            else if (c < ' ' || c is '<' or '\u007F' or '\u2028' or '\u2029' || char.IsSurrogate(c))
            {
                json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                json.Append(c);
            }
        }

        return json.Append('"');
    }

    /// <summary>Appends a name, with a comma before it unless it is the first of its object, and a colon.</summary>
    public static StringBuilder AppendName(this StringBuilder json, string name)
    {
        if (json[json.Length - 1] != '{') json.Append(',');
        return json.Append('"').Append(name).Append("\":");
    }

    public static StringBuilder AppendNumber(this StringBuilder json, long value) =>
        json.Append(value.ToString(CultureInfo.InvariantCulture));

    public static StringBuilder AppendNumber(this StringBuilder json, double value) =>
        json.Append(value.ToString("R", CultureInfo.InvariantCulture));
}
