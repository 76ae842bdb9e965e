using System.Globalization;

namespace ServiceMesh.Insight.Domain.Scorecard.Charts;

/// <summary>A line or an area of a chart.</summary>
/// <param name="Name">Shown in the legend.</param>
/// <param name="Values">One for each axis or point in time; null leaves a gap.</param>
public sealed record Series(string Name, IReadOnlyList<decimal?> Values);

/// <summary>A bar.</summary>
/// <param name="Name">Below it.</param>
/// <param name="Value">Its height; 0 or more.</param>
public sealed record Bar(string Name, long Value);

/// <summary>The charts of scorecards and fault statistics, as SVG.</summary>
public static class Pictures
{
    /// <summary>One bar alone is no wall.</summary>
    private const double WidestBar = 90;

    /// <summary>Points (0 to 100) on one axis for each dimension, for up to six subjects. A missing dimension has no corner.</summary>
    public static string Radar(string title, IReadOnlyList<string> axes, IReadOnlyList<Series> series)
    {
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(series);
        const int Width = 620, Height = 400;
        const double X = 300, Y = 195, Radius = 140;
        var svg = new Svg(Width, Height, title);
        (double, double) Place(int axis, double share)
        {
            var angle = (2 * Math.PI * axis / Math.Max(1, axes.Count)) - (Math.PI / 2);
            return (X + (Math.Cos(angle) * Radius * share), Y + (Math.Sin(angle) * Radius * share));
        }

        foreach (var ring in new[] { 0.25, 0.5, 0.75, 1 }) svg.Path(axes.Select((_, i) => Place(i, ring)), true, Svg.Line, 0, 1);
        for (var i = 0; i < axes.Count; i++)
        {
            var ((x, y), (tx, ty)) = (Place(i, 1), Place(i, 1.1));
            svg.Stroke(X, Y, x, y).Text(tx, ty + 4, axes[i], Math.Abs(tx - X) < 12 ? "middle" : tx > X ? "start" : "end");
        }

        for (var s = 0; s < series.Count; s++)
        {
            var corners = series[s].Values.Select((v, i) => (Value: v, Axis: i)).Where(v => v.Value is not null).Select(v => (v.Axis, v.Value!.Value, At: Place(v.Axis, (double)v.Value.Value / 100))).ToList();
            if (corners.Count == 0) continue;
            svg.Path(corners.Select(c => c.At), true, Svg.Series(s), 0.12);
            foreach (var (axis, value, (x, y)) in corners) svg.Dot(x, y, Svg.Series(s), $"{series[s].Name} · {axes[axis]}: {Number(value)}");
        }

        return svg.Legend([.. series.Select(s => s.Name)], 8, Height - (series.Count * 16) + 4).ToString();
    }

    /// <summary>Scores (0 to 100) over the months.</summary>
    public static string Trend(string title, IReadOnlyList<string> months, IReadOnlyList<Series> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Lines(title, months, series, 100);
    }

    /// <summary>Numbers over the months, from 0 to the highest.</summary>
    public static string Counts(string title, IReadOnlyList<string> months, IReadOnlyList<Series> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Lines(title, months, series, Math.Max(1, series.SelectMany(s => s.Values).Max() ?? 1));
    }

    /// <summary>How often what.</summary>
    public static string Distribution(string title, IReadOnlyList<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        var (svg, left, bottom, width, height) = Frame(title, bars.Count);
        var most = Math.Max(1, bars.Max(b => (long?)b.Value) ?? 1);
        for (var i = 0; i < bars.Count; i++)
        {
            var (x, tall, wide) = (left + (i * width), height * bars[i].Value / most, Math.Min(width - 8, WidestBar));
            svg.Rect(x + ((width - wide) / 2), bottom - tall, wide, tall, Svg.Series(0), $"{bars[i].Name}: {bars[i].Value}")
                .Text(x + (width / 2), bottom + 15, bars[i].Name, "middle").Text(x + (width / 2), bottom - tall - 4, Number(bars[i].Value), "middle");
        }

        return svg.Stroke(left, bottom, left + (width * bars.Count), bottom).ToString();
    }

    /// <summary>Bars from the most frequent down, with the line of their sum in percent of all.</summary>
    /// <param name="all">The sum of all, of those not shown too.</param>
    public static string Pareto(string title, IReadOnlyList<Bar> bars, long all)
    {
        ArgumentNullException.ThrowIfNull(bars);
        var (svg, left, bottom, width, height) = Frame(title, bars.Count);
        var most = Math.Max(1, bars.Max(b => (long?)b.Value) ?? 1);
        var (sum, line) = (0L, new List<(double, double)>());
        for (var i = 0; i < bars.Count; i++)
        {
            var (x, tall) = (left + (i * width), height * bars[i].Value / most);
            sum += bars[i].Value;
            var percent = 100m * sum / Math.Max(1, all);
            line.Add((x + (width / 2), bottom - (height * (double)percent / 100)));
            svg.Rect(x + 4, bottom - tall, width - 8, tall, Svg.Series(0), $"{bars[i].Name}: {bars[i].Value} ({Number(Math.Round(percent, 1))} %)")
                .Text(x + (width / 2), bottom + 15, Short(bars[i].Name, (int)(width / 6.5)), "middle").Text(x + (width / 2), bottom - tall - 4, Number(bars[i].Value), "middle");
        }

        if (line.Count > 0) svg.Path(line, false, Svg.Series(1), 0);
        return svg.Stroke(left, bottom, left + (width * bars.Count), bottom).ToString();
    }

    private static string Lines(string title, IReadOnlyList<string> months, IReadOnlyList<Series> series, decimal most)
    {
        var (svg, left, bottom, width, height) = Frame(title, months.Count, 16 * series.Count);
        foreach (var share in new[] { 0m, 0.5m, 1m })
        {
            var y = bottom - (height * (double)share);
            svg.Stroke(left, y, left + (width * months.Count), y).Text(left - 6, y + 4, Number(Math.Round(most * share, 0)), "end");
        }

        for (var i = 0; i < months.Count; i++) svg.Text(left + (i * width) + (width / 2), bottom + 15, months[i], "middle");
        for (var s = 0; s < series.Count; s++)
        {
            var points = series[s].Values.Select((v, i) => (Value: v, X: left + (i * width) + (width / 2))).Where(p => p.Value is not null)
                .Select(p => (p.X, Y: bottom - (height * (double)(p.Value!.Value / most)), Value: p.Value.Value)).ToList();
            if (points.Count > 1) svg.Path(points.Select(p => (p.X, p.Y)), false, Svg.Series(s), 0);
            foreach (var (x, y, value) in points) svg.Dot(x, y, Svg.Series(s), $"{series[s].Name}: {Number(value)}");
        }

        return svg.Legend([.. series.Select(s => s.Name)], left, bottom + 34).ToString();
    }

    private static (Svg Svg, double Left, double Bottom, double Width, double Height) Frame(string title, int columns, int below = 0) =>
        (new Svg(620, 240 + below, title), 40, 205, 570.0 / Math.Max(1, columns), 170);

    private static string Short(string text, int characters) => text.Length <= Math.Max(3, characters) ? text : text[..Math.Max(2, characters - 1)] + "…";

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
