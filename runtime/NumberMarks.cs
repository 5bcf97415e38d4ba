// The marks that a language writes in numbers. The quiz language is compiled with this file too, and neither asks the machine's culture.

#if QUIZKIT_LANGUAGE
namespace QuizKit.Language;
#else
namespace QuizKit;
#endif

/// <summary>
/// What begins the decimals and what groups the thousands in a language. The source is the Unicode CLDR, release 42, file main/*.xml: the
/// symbols <c>decimal</c> and <c>group</c> of the Latin digits and the standard decimal pattern. A test compares the table with ICU's.
/// </summary>
internal sealed class NumberMarks
{
    // The parts of a language tag that narrow it stand after the language: es-MX before es.
    private const string CommaAndPoint =
        " ar-dz ar-lb ar-ly ar-ma ar-mr ar-tn ast az bs ca da de dsb el en-at en-be en-de en-dk en-nl en-si es eu fo fr-lu "
            + "fr-ma fur fy gl hr hsb ia id is it jgo jv kgp kkj kl km ku lb ln lo lu mgh mk ms-bn ms-id mua nl nnh pt qu-bo "
            + "rn ro rw sc seh sg sl sr su sw-cd tr vi wo yrl ";

    private const string CommaAndSpace =
        " af agq bas be bg br cs cv de-at dua dyo en-fi en-se en-za eo es-cr et ewo ff fi fr fr-ca hu hy ka kab kea kk "
            + "ksf ksh ky lt lv nb nmg nn no os pl pt-ao pt-ch pt-cv pt-gq pt-gw pt-lu pt-mo pt-mz pt-pt pt-st pt-tl ru sah "
            + "se shi sk smn sq sv tg tk tt tzm uk uz wae yav zgh ";

    private const string PointAlone = " de-ch de-li dje en-ch gsw it-ch khq mfe rm ses twq xh ";

    private const string PointAndComma =
        " es-419 es-br es-bz es-cu es-do es-gt es-hn es-mx es-ni es-pa es-pe es-pr es-sv es-us ";

    private const string Indian = " as bn brx ccp dz en-in gu hi ml mr ne or pa sa ta te ";

    private static readonly NumberMarks English = new(DecimalMark.Point, groupsByOther: true);

    private NumberMarks(DecimalMark decimals, bool groupsByOther, bool groupsBySpace = false, bool groupsByTwo = false)
    {
        Decimals = decimals;
        GroupsByOther = groupsByOther;
        GroupsBySpace = groupsBySpace;
        GroupsByTwo = groupsByTwo;
    }

    /// <summary>What begins the decimals.</summary>
    public DecimalMark Decimals { get; }

    /// <summary>Whether the other one of point and comma groups thousands.</summary>
    public bool GroupsByOther { get; }

    /// <summary>Whether the language groups thousands by spaces.</summary>
    public bool GroupsBySpace { get; }

    /// <summary>Whether groups may have two digits, but for the last: 1,36,448.</summary>
    public bool GroupsByTwo { get; }

    /// <summary>The marks of a language tag: of the language as it is written in the region, if the table knows that, or of the language
    /// alone. What it does not know is written as English is.</summary>
    public static NumberMarks Of(string language)
    {
        for (var tag = language.ToLowerInvariant(); tag.Length > 0; tag = Wider(tag))
        {
            var entry = " " + tag + " ";
            if (Has(PointAndComma)) return English;
            if (Has(CommaAndPoint)) return new NumberMarks(DecimalMark.Comma, groupsByOther: true);
            if (Has(CommaAndSpace)) return new NumberMarks(DecimalMark.Comma, groupsByOther: false, groupsBySpace: true);
            if (Has(PointAlone)) return new NumberMarks(DecimalMark.Point, groupsByOther: false);
            if (Has(Indian)) return new NumberMarks(DecimalMark.Point, groupsByOther: true, groupsByTwo: true);

            bool Has(string languages) => languages.Contains(entry);
        }

        return English;
    }

    /// <summary>The marks that a program asks for: one begins the decimals, and the other groups thousands.</summary>
    public static NumberMarks Of(DecimalMark decimals) => new(decimals, groupsByOther: true);

    // de-CH-1996, de-CH, de; and de-Latn-CH, whose script says nothing about numbers, counts as de-CH.
    private static string Wider(string tag)
    {
        var parts = tag.Split('-');
        return parts.Length > 2 && parts[1].Length == 4
            ? string.Join("-", parts.Where((_, i) => i != 1))
            : string.Join("-", parts.Take(parts.Length - 1));
    }
}
