// Ids: lower-case ASCII words joined by single hyphens. Anything wider would not survive a URL, a file name or a C# identifier.

using System.Globalization;
using System.Text;

namespace QuizKit.Language.Binding;

internal static class Slug
{
    // So much of a text becomes a slug: whole words, and at least one.
    private const int MaximumWords = 8;
    private const int MaximumLength = 60;

    // Each letter and digit of ASCII with those that are it but for an accent or a form (Unicode 15, NFKD). The compiler's own
    // normalization depends on libraries of the machine, and the same words make the same id on each.
    private static readonly string[] Variants =
    [
        "0⁰₀⓪０",
        "1¹₁①１",
        "2²₂②２",
        "3³₃③３",
        "4⁴₄④４",
        "5⁵₅⑤５",
        "6⁶₆⑥６",
        "7⁷₇⑦７",
        "8⁸₈⑧８",
        "9⁹₉⑨９",
        "aªàáâãäåāăąǎǟǡǻȁȃȧᴬᵃḁạảấầẩẫậắằẳẵặₐⓐａ",
        "bᴮᵇḃḅḇℬⓑｂ",
        "cçćĉċčᶜḉℂℭⅽⓒꟲｃ",
        "dďᴰᵈḋḍḏḑḓⅅⅆⅾⓓｄ",
        "eèéêëēĕėęěȅȇȩᴱᵉḕḗḙḛḝẹẻẽếềểễệₑℯℰⅇⓔｅ",
        "fᶠḟℱⓕꟳｆ",
        "gĝğġģǧǵᴳᵍḡℊⓖｇ",
        "hĥȟʰᴴḣḥḧḩḫẖₕℋℌℍℎⓗｈ",
        "iìíîïĩīĭįİǐȉȋᴵᵢḭḯỉịⁱℐℑℹⅈⅰⓘｉ",
        "jĵǰʲᴶⅉⓙⱼｊ",
        "kķǩᴷᵏḱḳḵₖⓚｋ",
        "lĺļľˡᴸḷḹḻḽₗℒℓⅼⓛｌ",
        "mᴹᵐḿṁṃₘℳⅿⓜｍ",
        "nñńņňǹᴺṅṇṉṋⁿₙℕⓝｎ",
        "oºòóôõöōŏőơǒǫǭȍȏȫȭȯȱᴼᵒṍṏṑṓọỏốồổỗộớờởỡợₒℴⓞｏ",
        "pᴾᵖṕṗₚℙⓟｐ",
        "qℚⓠꟴｑ",
        "rŕŗřȑȓʳᴿᵣṙṛṝṟℛℜℝⓡｒ",
        "sśŝşšſșˢṡṣṥṧṩẛₛⓢｓ",
        "tţťțᵀᵗṫṭṯṱẗₜⓣｔ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗᵁᵘᵤṳṵṷṹṻụủứừửữựⓤｕ",
        "vᵛᵥṽṿⅴⓥⱽｖ",
        "wŵʷᵂẁẃẅẇẉẘⓦｗ",
        "xˣẋẍₓⅹⓧｘ",
        "yýÿŷȳʸẏẙỳỵỷỹⓨｙ",
        "zźżžᶻẑẓẕℤℨⓩｚ",
    ];

    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ħ'] = "h",
        ['ı'] = "i",
        ['ﬀ'] = "ff",
        ['ﬁ'] = "fi",
        ['ﬂ'] = "fl",
    };

    static Slug()
    {
        foreach (var variants in Variants)
        {
            foreach (var variant in variants.Skip(1)) Letters.Add(variant, variants.Substring(0, 1));
        }
    }

    /// <summary>Makes a slug of the first words of a text; null where they have no letter or digit of ASCII to make it of.</summary>
    public static string? FromWords(string text)
    {
        var slug = new StringBuilder();
        var word = new StringBuilder();
        var words = 0;
        foreach (var c in text.ToLowerInvariant() + " ")
        {
            // An accent or an apostrophe does not divide a word.
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c is '\'' or '’') continue;
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) word.Append(c);
            else if (Letters.TryGetValue(c, out var letters)) word.Append(letters);
            else if (!AddWord()) break;
        }

        if (slug.Length == 0) return null;
        return slug[0] is >= 'a' and <= 'z' ? slug.ToString() : "q-" + slug;

        bool AddWord()
        {
            if (word.Length == 0) return true;
            if (words == MaximumWords || (words > 0 && slug.Length + 1 + word.Length > MaximumLength)) return false;
            if (words > 0) slug.Append('-');
            slug.Append(word.ToString(0, Math.Min(word.Length, MaximumLength)));
            word.Clear();
            words++;
            return true;
        }
    }

    public static bool IsValid(string text)
    {
        if (text.Length == 0 || text[0] is < 'a' or > 'z' || text[text.Length - 1] == '-') return false;
        for (var i = 1; i < text.Length; i++)
        {
            var isWord = text[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (!isWord && !(text[i] == '-' && text[i - 1] != '-')) return false;
        }

        return true;
    }
}
