using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.Insight.Vendors;

namespace ServiceMesh.Insight.Scorecard.Reports;

/// <summary>Makes what is frozen.</summary>
internal static class ReportMaking
{
    private const int Page = 200, Most = 2_000;

    /// <summary>By the formula in force; with what came late for the frozen period before.</summary>
    public static async Task<StoredReport> MakeAsync(CardReader reader, string kind, MonthSpan span, DateTimeOffset now, string by, CancellationToken ct)
    {
        var formula = await reader.FormulaAsync(null, ct);
        var subjects = await AllAsync(reader, kind, span, ct);
        var before = await ReportTable.FindAsync(reader.Connection, reader.Tenant, kind, span.Before, ct);
        var vendors = kind == Subject.Vendor ? await reader.VendorsAsync([.. subjects.Select(s => s.Id)], ct) : null;
        var corrections = before is null ? [] : await CorrectionsAsync(reader, before, ReportContent.Read(before.Content), ct);
        var content = new ReportContent(kind, span.ToString(), span.From.ToString(), span.To.ToString(), reader.TimeZone, formula, [.. subjects.Select(s => Card.Of(s, span, formula))],
            subjects.ToDictionary(s => s.Id, s => Trend.Of(s, span, formula)), before?.Id, corrections,
            subjects.Take(PrintedCards.Most).ToDictionary(s => s.Id, s => Distributions.Of(s.Over(span))), TicketsKept: true, vendors?.ToDictionary(v => v.Id, v => v.ProductIds),
            vendors is null ? null : VendorEvidence.Of(vendors, span.To.LastDay)).Write();
        return new StoredReport(Guid.CreateVersion7(now), kind, span, formula.Version, await ReportTable.PositionAsync(reader.Connection, reader.Tenant, ct), now, by, content, ReportContent.Hash(content));
    }

    /// <summary>A frozen report against the same months as they are known now, by the same formula.</summary>
    public static async Task<IReadOnlyList<Correction>> CorrectionsAsync(CardReader reader, StoredReport report, ReportContent frozen, CancellationToken ct)
    {
        var now = await AllAsync(reader, report.Kind, report.Span, ct);
        return Comparison.Corrections(report.Span.ToString(), frozen.Cards, [.. now.Select(s => Card.Of(s, report.Span, frozen.Formula))]);
    }

    /// <summary>All subjects of a kind with anything to count, those with most first; the first 2,000.</summary>
    private static async Task<IReadOnlyList<SubjectData>> AllAsync(CardReader reader, string kind, MonthSpan span, CancellationToken ct)
    {
        var all = new List<SubjectData>();
        string? cursor = null;
        do
        {
            var (ids, next) = await reader.PageAsync(kind, span, null, cursor, Page, ct);
            all.AddRange(await reader.ReadAsync(kind, ids, span, ct));
            cursor = next;
        }
        while (cursor is not null && all.Count < Most);
        return all;
    }
}
