using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ServiceMesh.Survey.Pages;

/// <summary>A piece of HTML. Interpolated values are escaped, always; only other pieces of HTML are not.</summary>
public readonly struct Html(string text)
{
    public static Html Empty { get; } = new("");

    /// <summary>HTML from an interpolated string.</summary>
    public static Html Of(HtmlHandler html) => new(html.ToString());

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(p => p.ToString())));

    public override string ToString() => text ?? "";
}

/// <summary>Escapes what is interpolated into <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlHandler
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _html;

    public HtmlHandler(int literalLength, int formattedCount) => _html = new StringBuilder(literalLength + 32 * formattedCount);

    public void AppendLiteral(string literal) => _html.Append(literal);

    public void AppendFormatted(Html html) => _html.Append(html.ToString());

    public void AppendFormatted(string? text)
    {
        if (text is not null) _html.Append(s_encoder.Encode(text));
    }

    public void AppendFormatted(int number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _html.ToString();
}
