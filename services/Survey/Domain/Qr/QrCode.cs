using System.Text;

namespace ServiceMesh.Survey.Domain.Qr;

/// <summary>
/// A QR code (ISO/IEC 18004) of a text in UTF-8: byte mode, error correction M (15 %), versions 1 to 10, which hold up to 213 bytes. Links need no
/// more; for other modes or sizes QRCoder would be the library to take.
/// </summary>
public sealed class QrCode
{
    private readonly bool[,] _dark;

    private QrCode(bool[,] dark) => _dark = dark;

    /// <summary>Modules on a side, without the quiet zone.</summary>
    public int Size => _dark.GetLength(0);

    /// <summary>Whether a module is dark.</summary>
    public bool this[int row, int column] => _dark[row, column];

    /// <exception cref="ArgumentException">The text is longer than 213 bytes.</exception>
    public static QrCode Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = QrVersion.Smallest(bytes.Length) ?? throw new ArgumentException("The text is too long for a QR code of version 10.", nameof(text));
        var codewords = QrData.Codewords(bytes, version);
        QrMatrix? best = null;
        for (var mask = 0; mask < 8; mask++)
        {
            var matrix = QrMatrix.Draw(version, codewords, mask);
            if (best is null || matrix.Penalty < best.Penalty) best = matrix;
        }
        return new QrCode(best!.Dark);
    }

    /// <summary>The code as an SVG of one path, with the quiet zone of four modules, black on white whatever the page's colours.</summary>
    /// <param name="label">What a screen reader says; it is escaped.</param>
    public string ToSvg(string label)
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                if (!_dark[row, column]) continue;
                var from = column;
                while (column + 1 < Size && _dark[row, column + 1]) column++;
                path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{from + 4} {row + 4}h{column - from + 1}v1h-{column - from + 1}z");
            }
        }
        var side = Size + 8;
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(label)}\" shape-rendering=\"crispEdges\">"
            + $"<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }
}
