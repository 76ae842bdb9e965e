using System.Globalization;
using System.Security;
using System.Text;

namespace ServiceMesh.Insight.Domain.Scorecard.Charts;

/// <summary>
/// Writes small SVG pictures. Colours are the page's variables with a colour of their own behind, so that a picture looks right in the Desk
/// and on paper. Every text is escaped.
/// </summary>
internal sealed class Svg
{
    private static readonly string[] s_series = ["#2f6fed", "#d9822b", "#1f9d6b", "#a34fd0", "#c93a4b", "#6b7a90"];

    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title) =>
        _text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"inherit\" font-size=\"11\"><title>{Escape(title)}</title>");

    public const string Ink = "var(--ink-2,#4a5568)", Line = "var(--line,#d5dbe5)";

    public static string Series(int index) => s_series[index % s_series.Length];

    public Svg Rect(double x, double y, double width, double height, string fill, string? title = null) =>
        Add($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" rx=\"2\" fill=\"{fill}\">{(title is null ? "" : $"<title>{Escape(title)}</title>")}</rect>");

    public Svg Stroke(double x1, double y1, double x2, double y2, string colour = Line, double width = 1) =>
        Add($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{colour}\" stroke-width=\"{N(width)}\"/>");

    public Svg Path(IEnumerable<(double X, double Y)> points, bool closed, string colour, double fillOpacity, double width = 2)
    {
        var path = string.Join(' ', points.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{N(p.X)} {N(p.Y)}"));
        return Add($"<path d=\"{path}{(closed ? " Z" : "")}\" fill=\"{(fillOpacity > 0 ? colour : "none")}\" fill-opacity=\"{N(fillOpacity)}\" stroke=\"{colour}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\"/>");
    }

    public Svg Dot(double x, double y, string colour, string title) => Add($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"3\" fill=\"{colour}\"><title>{Escape(title)}</title></circle>");

    public Svg Text(double x, double y, string text, string anchor = "start", string colour = Ink) =>
        Add($"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{Escape(text)}</text>");

    public Svg Legend(IReadOnlyList<string> names, double x, double y)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var at = y + (i * 16);
            Rect(x, at - 8, 10, 10, Series(i));
            Text(x + 15, at + 1, names[i]);
        }

        return this;
    }

    public override string ToString() => _text + "</svg>";

    private Svg Add(string element)
    {
        _text.Append(element);
        return this;
    }

    private static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);
}
