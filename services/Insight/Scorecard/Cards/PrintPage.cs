using System.Globalization;
using System.Net;
using System.Text;
using ServiceMesh.Insight.Domain.Scorecard.Charts;
using ServiceMesh.Insight.Scorecard.Reports;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>What is printed.</summary>
/// <param name="Spreads">Distributions by subject, as far as they are known.</param>
/// <param name="Frozen">Null for live figures.</param>
internal sealed record PrintedCards(
    string Kind, string Period, int FormulaVersion, IReadOnlyList<Card> Cards, IReadOnlyDictionary<Guid, IReadOnlyList<TrendPoint>> Trends,
    IReadOnlyDictionary<Guid, IReadOnlyList<BucketCounts>> Spreads, ReportHead? Frozen, IReadOnlyList<Correction> Corrections)
{
    /// <summary>Cards that are printed each by itself.</summary>
    public const int Most = 60;
}

/// <summary>Scorecards as a page to print: no script, pictures inside, nothing loaded from elsewhere.</summary>
internal static class PrintPage
{
    private const string Style = """
        body{font:13px/1.45 system-ui,"Noto Sans CJK SC",sans-serif;color:#1d2733;max-width:980px;margin:24px auto;padding:0 16px}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:26px 0 8px}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:8px 0 16px}dd{margin:0;overflow-wrap:anywhere}
        table{border-collapse:collapse;width:100%;margin:6px 0 14px}th,td{border-bottom:1px solid #d5dbe5;padding:4px 6px;text-align:left}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        .grade{font-size:20px;font-weight:700}.muted{color:#66717f}.stars{color:#c27a00;letter-spacing:1px}figure{margin:8px 0;break-inside:avoid}svg{width:100%;max-width:640px;height:auto}section{break-inside:avoid-page}
        .wide{overflow-x:auto}.spreads{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:8px}figcaption{font-weight:600}@media print{body{margin:0;max-width:none}section.card{break-before:page}}
        """;

    public static IResult Of(HttpContext http, PrintedCards printed, ChartWords words)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(Write(printed, words), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private static string Write(PrintedCards printed, ChartWords words)
    {
        var title = $"{words.Scorecard} · {words.Kind(printed.Kind)} · {printed.Period}";
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"{words.Tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{E(title)}</title><style>{Style}</style></head><body>");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{E(title)}</h1><dl><dt>{words.Formula}</dt><dd>{printed.FormulaVersion}</dd>");
        if (printed.Frozen is { } frozen)
            html.Append(CultureInfo.InvariantCulture, $"<dt>{words.FrozenAt}</dt><dd>{frozen.FrozenAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC · {E(frozen.FrozenBy)}</dd><dt>{words.Checksum}</dt><dd>{frozen.ContentHash}</dd></dl>");
        else
            html.Append(CultureInfo.InvariantCulture, $"<dd class=\"muted\">{words.NotFrozen}</dd></dl>");
        Overview(html, printed, words);
        if (printed.Cards.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<figure>{CardCharts.Radar([.. printed.Cards.Take(6)], words)}</figure>");
            var courses = printed.Cards.Take(6).Where(c => printed.Trends.ContainsKey(c.Id)).Select(c => (CardCharts.Name(c), printed.Trends[c.Id])).ToList();
            if (courses.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<figure>{CardCharts.Course(courses, words)}</figure>");
            html.Append(CultureInfo.InvariantCulture, $"<figure>{Pictures.Distribution(words.Grade, [.. printed.Cards.GroupBy(c => c.Grade ?? "–").OrderByDescending(g => g.Max(c => c.Score ?? -1)).Select(g => new Bar(g.Key, g.Count()))])}</figure>");
        }

        if (printed.Frozen is not null) Corrections(html, printed.Corrections, words);
        foreach (var card in printed.Cards.Take(PrintedCards.Most)) One(html, card, printed.Spreads.GetValueOrDefault(card.Id) ?? [], words);
        return html.Append("</body></html>").ToString();
    }

    private static void Overview(StringBuilder html, PrintedCards printed, ChartWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.Subject}</th><th class=\"n\">{words.Score}</th><th>{words.Stars}</th><th>{words.Grade}</th><th class=\"n\">{words.Tickets}</th></tr></thead><tbody>");
        foreach (var card in printed.Cards)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(CardCharts.Name(card))}</td><td class=\"n\">{N(card.Score)}</td><td class=\"stars\">{Stars(card.Stars)}</td><td>{E(card.Grade ?? "–")}</td><td class=\"n\">{card.Figures.Tickets}</td></tr>");
        html.Append("</tbody></table></div>");
    }

    private static void Corrections(StringBuilder html, IReadOnlyList<Correction> corrections, ChartWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section><h2>{words.Corrections}</h2>");
        if (corrections.Count == 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{words.NoCorrections}</p></section>");
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.Period}</th><th>{words.Subject}</th><th>{words.DimensionWord}</th><th class=\"n\">{words.Was}</th><th class=\"n\">{words.Now}</th></tr></thead><tbody>");
        foreach (var c in corrections.Take(500))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{c.Period}</td><td>{E(c.Name ?? c.Id.ToString()[..8])}</td><td>{words.Dimension(c.Dimension)}</td><td class=\"n\">{N(c.WasValue)} ({c.WasCount})</td><td class=\"n\">{N(c.NowValue)} ({c.NowCount})</td></tr>");
        html.Append("</tbody></table></div></section>");
    }

    private static void One(StringBuilder html, Card card, IReadOnlyList<BucketCounts> spreads, ChartWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><h2>{E(CardCharts.Name(card))} <span class=\"grade\">{E(card.Grade ?? "–")}</span> <span class=\"stars\">{Stars(card.Stars)}</span> <span class=\"muted\">{N(card.Score)}</span></h2>");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.DimensionWord}</th><th class=\"n\">{words.Value}</th><th class=\"n\">{words.Count}</th><th class=\"n\">{words.Points}</th><th>{words.Stars}</th><th class=\"n\">{words.Weight}</th><th class=\"n\">{words.Effective}</th><th></th></tr></thead><tbody>");
        foreach (var d in card.Dimensions)
        {
            var note = d.Missing ? words.Missing : d.Reference is { } r ? $"{(d.FromReference ? $"{words.Reference}: " : "")}{r.Source}, {r.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(d.FromReference ? "" : $": {N(r.Value)}")}" : "";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{words.Dimension(d.Name)}</td><td class=\"n\">{N(d.Value)}{(d.Value is null ? "" : $" {words.Unit(d.Unit)}")}</td><td class=\"n\">{d.Count}</td><td class=\"n\">{N(d.Points)}</td><td class=\"stars\">{Stars(d.Stars)}</td><td class=\"n\">{N(d.Weight)} %</td><td class=\"n\">{N(d.EffectiveWeight)} %</td><td class=\"muted\">{E(note)}</td></tr>");
        }

        html.Append("</tbody></table></div>");
        if (spreads.Count > 0)
        {
            html.Append("<div class=\"spreads\">");
            foreach (var spread in Distributions.Worded(spreads, words))
                html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{words.Distribution(spread.Measure)}</figcaption>{CardCharts.Spread(spread, words)}</figure>");
            html.Append("</div>");
        }

        html.Append("</section>");
    }

    private static string Stars(int? stars) => stars is { } n ? new string('★', n) + new string('☆', 5 - n) : "–";

    private static string N(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
