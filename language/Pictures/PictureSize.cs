// The size at which a browser shows a picture, from the first bytes of its file.

using System.Globalization;
using System.Xml;

namespace QuizKit.Language.Pictures;

/// <summary>The size of a picture in CSS pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    private long Area => (long)Width * Height;

    /// <summary>
    /// Reads the size of a picture: PNG, GIF, JPEG, WebP, BMP, AVIF or SVG, by its content. Null for anything else, for a file that is cut
    /// off, and for an SVG that has neither a width and a height in pixels nor a view box.
    /// </summary>
    /// <param name="stream">The file, at its beginning; it can seek.</param>
    public static PictureSize? Read(Stream stream)
    {
        var head = Take(stream, 32);
        return
            IsText(head, 0, "\u0089PNG\r\n\u001A\n") ? Of(Big32(head, 16), Big32(head, 20))
            : IsText(head, 0, "GIF8") ? Of(Little16(head, 6), Little16(head, 8))
            : IsText(head, 0, "BM") && Little32(head, 14) is 12 ? Of(Little16(head, 18), Little16(head, 20))
            : IsText(head, 0, "BM") ? Of(Little32(head, 18), Math.Abs((long)Little32(head, 22)))
            : IsText(head, 0, "RIFF") && IsText(head, 8, "WEBP") && stream.Length >= 30 ? OfWebP(head)
            : IsText(head, 4, "ftyp") ? OfAvif(stream)
            : head[0] == 0xFF && head[1] == 0xD8 ? OfJpeg(stream)
            : OfSvg(stream);
    }

    private static PictureSize? Of(long width, long height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new PictureSize((int)width, (int)height) : null;

    // RFC 9649: lossy, lossless, and with a header of its own.
    private static PictureSize? OfWebP(byte[] head)
    {
        if (IsText(head, 12, "VP8 ")) return Of(Little16(head, 26) & 0x3FFF, Little16(head, 28) & 0x3FFF);
        if (IsText(head, 12, "VP8X")) return Of(1 + (Little32(head, 24) & 0xFFFFFF), 1 + (Little32(head, 26) >> 8 & 0xFFFFFF));
        return IsText(head, 12, "VP8L") && Little32(head, 21) is var bits
            ? Of(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
            : null;
    }

    // ISO/IEC 23008-12, 6.5: each item has an "ispe" property with its size, tiles and thumbnails too, which are smaller than the picture; "clap"
    // cuts its edges off, and "irot" turns it by quarters.
    private static PictureSize? OfAvif(Stream stream)
    {
        stream.Position = 0;
        var bytes = Take(stream, 1 << 16);
        PictureSize? size = null;
        PictureSize? cut = null;
        var isTurned = false;
        for (var i = 4; i + 36 <= bytes.Length; i++)
        {
            var item = IsBox(i, "ispe", 20) ? Of(Big32(bytes, i + 8), Big32(bytes, i + 12)) : null;
            if (item?.Area > (size?.Area ?? 0)) size = item;
            if (IsBox(i, "clap", 40)) cut = Of(Quotient(i + 4), Quotient(i + 12));
            isTurned |= IsBox(i, "irot", 9) && bytes[i + 4] % 2 == 1;
        }

        size = size is null ? null : cut ?? size;
        return isTurned && size is { } turned ? new PictureSize(turned.Height, turned.Width) : size;

        bool IsBox(int at, string type, int length) => IsText(bytes, at, type) && Big32(bytes, at - 4) == length;

        int Quotient(int at) => Big32(bytes, at + 4) > 0 ? Big32(bytes, at) / Big32(bytes, at + 4) : 0;
    }

    // ITU-T T.81: segments up to the first that begins a frame. Exif says how a camera was held, and browsers turn the picture accordingly.
    private static PictureSize? OfJpeg(Stream stream)
    {
        stream.Position = 2;
        var isTurned = false;
        while (stream.ReadByte() == 0xFF)
        {
            int marker;
            do marker = stream.ReadByte(); while (marker == 0xFF);
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            if (marker is < 0 or 0xD9 or 0xDA) return null;
            var length = Big16(Take(stream, 2), 0) - 2;
            if (length < 0) return null;
            var next = stream.Position + length;
            if (marker == 0xE1)
            {
                isTurned |= IsTurned(Take(stream, length));
            }
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var frame = Take(stream, 5);
                return isTurned ? Of(Big16(frame, 1), Big16(frame, 3)) : Of(Big16(frame, 3), Big16(frame, 1));
            }

            stream.Position = next;
        }

        return null;
    }

    // Whether tag 274 of the first directory, Orientation, is one of those that exchange width and height (TIFF 6.0, section 8).
    private static bool IsTurned(byte[] segment)
    {
        const int Start = 6;
        if (segment.Length < Start + 8 || !IsText(segment, 0, "Exif\0\0")) return false;
        var isLittle = IsText(segment, Start, "II");
        var directory = Start + (long)(isLittle ? Little32(segment, Start + 4) : Big32(segment, Start + 4));
        if (directory < Start || directory + 2 > segment.Length) return false;
        var entries = Short((int)directory);
        for (var i = 0; i < entries; i++)
        {
            var entry = (int)directory + 2 + (12 * i);
            if (entry + 12 > segment.Length) return false;
            if (Short(entry) == 274) return Short(entry + 8) is >= 5 and <= 8;
        }

        return false;

        int Short(int at) => isLittle ? Little16(segment, at) : Big16(segment, at);
    }

    private static PictureSize? OfSvg(Stream stream)
    {
        stream.Position = 0;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CloseInput = false };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "svg") return null;
            return Pixels(reader["width"]) is { } width && Pixels(reader["height"]) is { } height
                ? Of(width, height)
                : OfViewBox(reader["viewBox"]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static PictureSize? OfViewBox(string? box)
    {
        var numbers = box?.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return numbers is { Length: 4 } && Pixels(numbers[2]) is { } width && Pixels(numbers[3]) is { } height ? Of(width, height) : null;
    }

    private static int? Pixels(string? length)
    {
        if (length is null) return null;
        var number = length.Trim();
        if (number.EndsWith("px", StringComparison.OrdinalIgnoreCase)) number = number.Substring(0, number.Length - 2);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var pixels) && pixels is > 0 and < 1e9
            ? Math.Max(1, (int)Math.Round(pixels))
            : null;
    }

    // Zeros stand for what a file that is cut off does not have: no picture has a size of zero.
    private static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[count];
        var filled = 0;
        for (int read; filled < count && (read = stream.Read(bytes, filled, count - filled)) > 0;) filled += read;
        return bytes;
    }

    private static bool IsText(byte[] bytes, int at, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (bytes[at + i] != text[i]) return false;
        }

        return true;
    }

    private static int Big16(byte[] bytes, int at) => bytes[at] << 8 | bytes[at + 1];

    private static int Big32(byte[] bytes, int at) => Big16(bytes, at) << 16 | Big16(bytes, at + 2);

    private static int Little16(byte[] bytes, int at) => bytes[at] | bytes[at + 1] << 8;

    private static int Little32(byte[] bytes, int at) => Little16(bytes, at) | Little16(bytes, at + 2) << 16;
}
