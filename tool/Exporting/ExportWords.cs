// The few words that an export adds to those of the author, in the language of the quiz.

namespace QuizKit.Tool.Exporting;

/// <summary>The words of a language; English where it has none.</summary>
/// <param name="True">The statement is true.</param>
/// <param name="False">The statement is false.</param>
/// <param name="Hint">Stands above a hint.</param>
/// <param name="Erratum">Stands above a correction of the author's words.</param>
internal sealed record ExportWords(string True, string False, string Hint, string Erratum)
{
    private static readonly ExportWords English = new("True", "False", "Hint", "Correction");

    public static ExportWords In(string language) => language.Split('-')[0].ToLowerInvariant() switch
    {
        "de" => new("Wahr", "Falsch", "Hinweis", "Berichtigung"),
        "fr" => new("Vrai", "Faux", "Indice", "Rectification"),
        "es" => new("Verdadero", "Falso", "Pista", "Corrección"),
        "zh" => new("正确", "错误", "提示", "更正"),
        "ar" => new("صحيح", "خطأ", "تلميح", "تصحيح"),
        _ => English,
    };
}
