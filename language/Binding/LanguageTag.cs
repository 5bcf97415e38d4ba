// Language tags in the names of files: rivers.pt-BR.quiz.md is a translation, and rivers.v2.quiz.md is not.

using System.Text.RegularExpressions;

namespace QuizKit.Language.Binding;

internal static class LanguageTag
{
    // The codes of two letters of ISO 639-1.
    private const string Short =
        " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu "
            + "fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl "
            + "km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc "
            + "oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl "
            + "tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

    // Of the codes of three letters, those of languages without a shorter one that the Unicode CLDR, release 42, has data of.
    private const string Long =
        " agq asa ast bas bem bez bgc bho brx ccp ceb cgg chr ckb dav dje doi dsb dua dyo ebu ewo fil fur gsw guz haw hsb jgo jmc kab kam "
            + "kde kea kgp khq kkj kln kok ksb ksf ksh lag lkt lrc luo luy mai mas mer mfe mgh mgo mni mua mzn naq nds nmg nnh nqo nus nyn "
            + "pcm rof rwk sah saq sat sbp seh ses shi smn teo twq tzm vai vun wae xog yav yrl yue zgh ";

    // The language, a script, a region and variants, as BCP 47 has them.
    private static readonly Regex Form = new(
        @"^([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?((?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)\z",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// What a quiz file translates by its name, as the path of the original, and its language; null for a quiz of its own. Both paths have
    /// slashes and no extension.
    /// </summary>
    public static (string Original, string Language)? OfFile(string path)
    {
        var dot = path.LastIndexOf('.');
        if (dot <= path.LastIndexOf('/') + 1) return null;
        return Canonical(path.Substring(dot + 1)) is { } language ? (path.Substring(0, dot), language) : null;
    }

    /// <summary>
    /// The usual spelling of a language tag (pt-BR, zh-Hans), or null for words that are not one: a known language, and a script, a region
    /// and variants behind it, if there are any.
    /// </summary>
    public static string? Canonical(string text)
    {
        if (Form.Match(text) is not { Success: true, Groups: var groups }) return null;
        var language = groups[1].Value.ToLowerInvariant();
        if (!(language.Length == 2 ? Short : Long).Contains(" " + language + " ")) return null;
        var script = groups[2].Value.ToLowerInvariant();
        if (script.Length > 0) language += "-" + char.ToUpperInvariant(script[0]) + script.Substring(1);
        if (groups[3].Length > 0) language += "-" + groups[3].Value.ToUpperInvariant();
        return language + groups[4].Value.ToLowerInvariant();
    }
}
