using System.Globalization;
using System.Net;
using System.Text;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Domain.Scorecard.Charts;
using ServiceMesh.Insight.Scorecard.Reports;
using ServiceMesh.Insight.Vendors;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Parts of the printed page by which its figures can be checked: how they are counted, what was corrected, what is from elsewhere.</summary>
internal static class PrintParts
{
    private const int MostCorrections = 500;

    /// <summary>The whole formula: meanings, weights, the line from 0 to 100 points, stars and grades.</summary>
    public static void Formula(StringBuilder html, Formula formula, ChartWords words)
    {
        var stars = string.Join(", ", formula.Stars.Select((from, i) => words.StarsFrom(5 - i, N(from))));
        var grades = string.Join(", ", formula.Grades.Select(g => words.GradeFrom(g.Name, N(g.From))));
        html.Append(CultureInfo.InvariantCulture, $"<section><h2>{words.Method}</h2><p>{words.MethodText}</p><p>{words.Stars}: {E(stars)}. {words.Grade}: {E(grades)}.</p>");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th>{words.DimensionWord}</th><th>{words.Meaning}</th><th class=\"n\">{words.Weight}</th><th class=\"n\">{words.PointsAt(0)}</th><th class=\"n\">{words.PointsAt(100)}</th></tr></thead><tbody>");
        foreach (var rule in formula.Dimensions)
        {
            if (Dimensions.Find(rule.Name) is not { } dimension) continue;
            var unit = words.Unit(dimension.Unit);
            var own = rule.Stars is null ? "" : $" {words.Stars}: {string.Join(", ", rule.Stars.Select((from, i) => words.StarsFrom(5 - i, N(from))))}.";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{words.Dimension(rule.Name)}</td><td>{E(words.MeaningOf(rule.Name) + own)}</td><td class=\"n\">{N(rule.Weight)} %</td><td class=\"n\">{N(rule.Worst ?? dimension.Worst)} {unit}</td><td class=\"n\">{N(rule.Best ?? dimension.Best)} {unit}</td></tr>");
        }

        html.Append("</tbody></table></div></section>");
    }

    /// <summary>How many have which grade: all grades of the formula, and those without one.</summary>
    public static IReadOnlyList<Bar> Grades(PrintedCards printed)
    {
        var counts = printed.Cards.CountBy(c => c.Grade ?? "–").ToDictionary();
        return [.. printed.Formula.Grades.Select(g => g.Name).Union(counts.Keys).Select(g => new Bar(g, counts.GetValueOrDefault(g)))];
    }

    /// <summary>What came late for the period before.</summary>
    public static void Corrections(StringBuilder html, PrintedReport report, IReadOnlyList<Card> cards, ChartWords words)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section><h2>{words.Corrections}</h2>");
        if (report.Corrections is not { Count: > 0 } corrections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{(report.Corrections is null ? words.NothingToCorrect : words.NoCorrections)}</p></section>");
            return;
        }

        var names = cards.Where(c => c.Name is not null).ToDictionary(c => c.Id, c => c.Name!);
        html.Append(CultureInfo.InvariantCulture, $"<p>{words.CorrectionsText}</p><div class=\"wide\"><table><thead><tr><th>{words.Period}</th><th>{words.Subject}</th><th>{words.DimensionWord}</th><th class=\"n\">{words.Was} ({words.Count})</th><th class=\"n\">{words.Now} ({words.Count})</th></tr></thead><tbody>");
        foreach (var c in corrections.Take(MostCorrections))
        {
            var unit = Dimensions.Find(c.Dimension) is { } dimension ? $" {words.Unit(dimension.Unit)}" : "";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{c.Period}</td><td>{E(c.Name ?? names.GetValueOrDefault(c.Id) ?? (c.Id == Guid.Empty ? words.Kind("all") : c.Id.ToString()[..8]))}</td><td>{words.Dimension(c.Dimension)}</td><td class=\"n\">{With(c.WasValue, unit)} ({c.WasCount})</td><td class=\"n\">{With(c.NowValue, unit)} ({c.NowCount})</td></tr>");
        }

        html.Append("</tbody></table></div>");
        if (corrections.Count > MostCorrections) html.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{words.FirstOnly(MostCorrections, corrections.Count)}</p>");
        html.Append("</section>");
    }

    /// <summary>Figures that have no weight.</summary>
    public static void Figures(StringBuilder html, CardFigures f, ChartWords words)
    {
        html.Append("<dl>");
        Row(words.Tickets, $"{f.Tickets}");
        Row(words.Faults, $"{f.Faults}");
        Row(words.Answers, f.AnswerRate is { } rate ? $"{f.Answers} · {words.AnswerRate} {N(rate)} %" : $"{f.Answers}");
        if (f.Nps is { } nps) Row(words.Nps, N(nps));
        if (f.Unreachable > 0) Row(words.Unreachable, $"{f.Unreachable}");
        if (f.MeanResponseSeconds is { } response) Row(words.MeanResponse, $"{N(Math.Round(response / 60m, 1))} {words.Minutes}");
        if (f.MeanRecoverySeconds is { } recovery) Row(words.MeanRecovery, $"{N(Math.Round(recovery / 3600m, 1))} {words.Unit("hours")}");
        if (f.WaitingPercent is { } waiting) Row(words.Waiting, $"{N(waiting)} %");
        if (f.CompleteRecords is { } complete) Row(words.CompleteRecords, $"{N(complete)} %");
        html.Append("</dl>");

        void Row(string name, string value) => html.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{value}</dd>");
    }

    /// <summary>A vendor's reference cases and certifications, each with its source and day.</summary>
    /// <param name="last">The period's last month.</param>
    public static void Evidence(StringBuilder html, VendorEvidence evidence, string last, ChartWords words)
    {
        if (evidence.Cases.Count + evidence.Certifications.Count == 0) return;
        var end = Month.Parse(last)?.LastDay;
        html.Append(CultureInfo.InvariantCulture, $"<h3>{words.EvidenceTitle}</h3><ul>");
        foreach (var c in evidence.Cases) html.Append(CultureInfo.InvariantCulture, $"<li>{words.CaseWord}: <b>{E(c.Title)}</b> {E(c.Text ?? "")} <span class=\"muted\">({E(words.SourceOf(c.Source, Day(c.On)))})</span></li>");
        foreach (var c in evidence.Certifications)
        {
            var until = c.ValidUntil is { } day ? words.ValidUntil(Day(day)) + (day < end ? words.RanOut : "") : words.NoEnd;
            html.Append(CultureInfo.InvariantCulture, $"<li>{words.CertificationWord}: <b>{E(c.Name)}</b> {E(c.Issuer ?? "")} · {until} <span class=\"muted\">({E(words.SourceOf(c.Source, Day(c.On)))})</span></li>");
        }

        html.Append("</ul>");
    }

    /// <summary>Drawn for eyes, said in words for those who listen.</summary>
    public static string Stars(int? stars, ChartWords words) =>
        stars is { } n ? $"<span role=\"img\" aria-label=\"{words.StarsInWords(n)}\">{new string('★', n)}{new string('☆', 5 - n)}</span>" : "–";

    public static string Signed(decimal? value) => value is null ? "–" : value.Value.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);

    public static string N(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–";

    public static string E(string text) => WebUtility.HtmlEncode(text);

    private static string With(decimal? value, string unit) => value is null ? N(value) : $"{N(value)}{unit}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
