using System.Globalization;
using System.Text;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Domain.Scorecard.Charts;
using ServiceMesh.Insight.Scorecard.Reports;
using ServiceMesh.Insight.Vendors;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>What is printed.</summary>
/// <param name="TimeZone">Where the months begin and end, by its IANA name.</param>
/// <param name="Spreads">Distributions by subject, as far as they are known.</param>
/// <param name="Evidence">Of vendors: reference cases and certifications.</param>
/// <param name="Frozen">Null for live figures.</param>
internal sealed record PrintedCards(
    string Kind, string Period, string From, string To, string TimeZone, Formula Formula, IReadOnlyList<Card> Cards, IReadOnlyDictionary<Guid, IReadOnlyList<TrendPoint>> Trends,
    IReadOnlyDictionary<Guid, IReadOnlyList<BucketCounts>> Spreads, IReadOnlyDictionary<Guid, VendorEvidence> Evidence, PrintedReport? Frozen)
{
    /// <summary>Cards that are printed each by itself.</summary>
    public const int Most = 60;
}

/// <summary>What only a frozen report has.</summary>
/// <param name="Corrections">What came late for an earlier one; null when there was none.</param>
/// <param name="Before">The period before; null when it is not frozen.</param>
/// <param name="Changes">Against it, by subject.</param>
internal sealed record PrintedReport(ReportHead Head, IReadOnlyList<Correction>? Corrections, string? Before, IReadOnlyDictionary<Guid, CardChange> Changes);

/// <summary>Scorecards as a page to print: no script, pictures inside, nothing loaded from elsewhere.</summary>
internal static class PrintPage
{
    private const string Style = """
        body{font:13px/1.45 system-ui,"Noto Sans CJK SC",sans-serif;color:#1d2733;max-width:980px;margin:24px auto;padding:0 16px}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:26px 0 8px}h3{font-size:14px;margin:12px 0 4px}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:8px 0 16px}dd{margin:0;overflow-wrap:anywhere}
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
        html.Append(CultureInfo.InvariantCulture, $"<h1>{E(title)}</h1><dl><dt>{words.Months}</dt><dd>{words.FromTo(printed.From, printed.To)} · {E(printed.TimeZone)}</dd><dt>{words.Formula}</dt><dd>{printed.Formula.Version}</dd>");
        if (printed.Frozen is { Head: var frozen })
            html.Append(CultureInfo.InvariantCulture, $"<dt>{words.FrozenAt}</dt><dd>{frozen.FrozenAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC · {E(frozen.FrozenBy)}</dd><dt>{words.Checksum}</dt><dd>{frozen.ContentHash}</dd></dl>");
        else
            html.Append(CultureInfo.InvariantCulture, $"<dd class=\"muted\">{words.NotFrozen}</dd></dl>");
        Overview(html, printed, words);
        if (printed.Cards.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<figure><h3>{words.RadarTitle}</h3>{CardCharts.Radar([.. printed.Cards.Take(6)], words)}</figure>");
            var courses = printed.Cards.Take(6).Where(c => printed.Trends.ContainsKey(c.Id)).Select(c => (CardCharts.Name(c, words), printed.Trends[c.Id])).ToList();
            if (courses.Count > 0) html.Append(CultureInfo.InvariantCulture, $"<figure><h3>{words.TrendTitle}</h3>{CardCharts.Course(courses, words)}</figure>");
            html.Append(CultureInfo.InvariantCulture, $"<figure><h3>{words.GradeTitle}</h3>{Pictures.Distribution(words.GradeTitle, PrintParts.Grades(printed))}</figure>");
        }

        PrintParts.Formula(html, printed.Formula, words);
        if (printed.Frozen is { } report) PrintParts.Corrections(html, report, printed.Cards, words);
        foreach (var card in printed.Cards.Take(PrintedCards.Most)) One(html, card, printed, words);
        if (printed.Cards.Count > PrintedCards.Most) html.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{words.FirstOnly(PrintedCards.Most, printed.Cards.Count)}</p>");
        return html.Append("</body></html>").ToString();
    }

    private static void Overview(StringBuilder html, PrintedCards printed, ChartWords words)
    {
        var before = printed.Frozen?.Before;
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.Subject}</th><th class=\"n\">{words.Score}</th><th>{words.Stars}</th><th>{words.Grade}</th><th class=\"n\">{words.Tickets}</th><th>{words.Basis}</th>");
        if (before is not null) html.Append(CultureInfo.InvariantCulture, $"<th class=\"n\">{before}</th><th class=\"n\">{words.Change}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var card in printed.Cards)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(CardCharts.Name(card, words))}</td><td class=\"n\">{N(card.Score)}</td><td class=\"stars\">{PrintParts.Stars(card.Stars, words)}</td><td>{E(card.Grade ?? "–")}</td><td class=\"n\">{card.Figures.Tickets}</td><td class=\"muted\">{words.BasisOf(card.Dimensions.Count(d => !d.Missing && !d.FromReference), card.Dimensions.Count(d => d.FromReference), card.Dimensions.Count)}</td>");
            var change = printed.Frozen?.Changes.GetValueOrDefault(card.Id);
            if (before is not null) html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{N(change?.WasScore)} {E(change?.WasGrade ?? "")}</td><td class=\"n\">{PrintParts.Signed(change?.ScoreChange)}</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>");
    }

    private static void One(StringBuilder html, Card card, PrintedCards printed, ChartWords words)
    {
        var before = printed.Frozen?.Before;
        var change = printed.Frozen?.Changes.GetValueOrDefault(card.Id);
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><h2>{E(CardCharts.Name(card, words))} <span class=\"grade\">{E(card.Grade ?? "–")}</span> <span class=\"stars\">{PrintParts.Stars(card.Stars, words)}</span> <span class=\"muted\">{N(card.Score)}</span></h2>");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.DimensionWord}</th><th class=\"n\">{words.Value}</th>{(before is null ? "" : $"<th class=\"n\">{before}</th>")}<th class=\"n\">{words.Count}</th><th class=\"n\">{words.Points}</th><th>{words.Stars}</th><th class=\"n\">{words.Weight}</th><th class=\"n\">{words.Effective}</th><th>{words.Note}</th></tr></thead><tbody>");
        foreach (var d in card.Dimensions)
        {
            var note = d.Missing ? words.Missing : d.Reference is not { } r ? "" : words.ReferenceNote(d.FromReference, N(r.Value), r.Source, r.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            var was = before is null ? "" : $"<td class=\"n\">{N(change?.Dimensions.FirstOrDefault(c => c.Name == d.Name)?.WasValue)}</td>";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{words.Dimension(d.Name)}</td><td class=\"n\">{N(d.Value)}{(d.Value is null ? "" : $" {words.Unit(d.Unit)}")}</td>{was}<td class=\"n\">{d.Count}</td><td class=\"n\">{N(d.Points)}</td><td class=\"stars\">{PrintParts.Stars(d.Stars, words)}</td><td class=\"n\">{N(d.Weight)} %</td><td class=\"n\">{N(d.EffectiveWeight)} %</td><td class=\"muted\">{E(note)}</td></tr>");
        }

        html.Append("</tbody></table></div>");
        PrintParts.Figures(html, card.Figures, words);
        if (printed.Evidence.TryGetValue(card.Id, out var evidence)) PrintParts.Evidence(html, evidence, printed.To, words);
        if (printed.Spreads.GetValueOrDefault(card.Id) is { Count: > 0 } spreads)
        {
            html.Append("<div class=\"spreads\">");
            foreach (var spread in Distributions.Worded(spreads, words))
                html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{words.Distribution(spread.Measure)}</figcaption>{CardCharts.Spread(spread, words)}</figure>");
            html.Append("</div>");
        }

        html.Append("</section>");
    }

    private static string N(decimal? value) => PrintParts.N(value);

    private static string E(string text) => PrintParts.E(text);
}
