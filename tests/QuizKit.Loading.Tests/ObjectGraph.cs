// Every public value of an object and of what it holds, as lines: two graphs are equal if their lines are.

using System.Collections;
using System.Globalization;
using System.Reflection;

namespace QuizKit.Loading.Tests;

internal static class ObjectGraph
{
    /// <summary>The lines of an object: the path of each member, and its value or the place where it stood before.</summary>
    public static IReadOnlyList<string> Of(object root)
    {
        var lines = new List<string>();
        var places = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        Write(root, "", lines, places);
        return lines;
    }

    private static void Write(object? value, string path, List<string> lines, Dictionary<object, string> places)
    {
        if (value is null or string or Enum || value.GetType().IsPrimitive)
        {
            var text = value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : value?.ToString();
            lines.Add($"{path} = {text ?? "null"}");
        }
        else if (!places.TryAdd(value, path))
        {
            lines.Add($"{path} is {places[value]}");
        }
        else if (value is IEnumerable items)
        {
            var index = 0;
            foreach (var item in items) Write(item, $"{path}[{index++}]", lines, places);
            lines.Add($"{path} has {index}");
        }
        else
        {
            lines.Add($"{path} is a {value.GetType().Name}");
            foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                Write(property.GetValue(value), $"{path}.{property.Name}", lines, places);
        }
    }
}
