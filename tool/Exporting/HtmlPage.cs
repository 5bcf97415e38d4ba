// A quiz as a page that is one file: its pictures are in it.

using System.Text;
using QuizKit.Tool.Pages;

namespace QuizKit.Tool.Exporting;

internal static class HtmlPage
{
    public static ExportedFile Write(QuizSource source)
    {
        var pictures = new Pictures(source);
        var page = QuizPage.Write(source.Quiz, new PageOptions { Picture = AddressOf });
        return new ExportedFile(Encoding.UTF8.GetBytes(page), []);

        string AddressOf(string address)
        {
            if (!PictureFile.IsRelative(address)) return address;
            var picture = pictures.Find(address);
            return $"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}";
        }
    }
}
