// Words in XML.

using System.Xml;

namespace QuizKit.Tool.Exporting;

internal static class XmlText
{
    /// <summary>The words without what XML cannot hold: controls, noncharacters and half of a surrogate pair become U+FFFD.</summary>
    public static string Clean(string words)
    {
        if (words.All(XmlConvert.IsXmlChar)) return words;
        var clean = words.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && char.IsSurrogatePair(clean[i], clean[i + 1])) i++;
            else if (!XmlConvert.IsXmlChar(clean[i])) clean[i] = '\uFFFD';
        }

        return new string(clean);
    }
}
