using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.Insight.Vendors;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Reports;

/// <summary>Period reports: frozen, compared, corrected by the next.</summary>
public static class ReportEndpoints
{
    private const string Address = "/api/v1/insight/scorecard-reports";

    /// <summary>
    /// GET /api/v1/insight/scorecard-reports?kind: the frozen ones. POST {kind, period} freezes a month or half-year that is over, by the formula in force
    /// (managers and admins): 409 <c>report.period-not-over</c>, <c>report.exists</c>. GET .../{id}: content, against the period before. GET
    /// .../{id}/corrections: what came since, with its tickets. GET .../{id}/tickets: the tickets behind a figure as they were. GET .../{id}/csv, /json, /print: the content as a file and as a page to print;
    /// /csv?part=corrections: what it says of the one before.
    /// 404 <c>report.not-found</c>. Staff only.
    /// </summary>
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup(Address);
        reports.MapGet("/", ListAsync).RequireRoles(Roles.Staff);
        reports.MapPost("/", FreezeAsync).RequireRoles(Roles.Manager, Roles.Admin);
        reports.MapGet("/{id:guid}", ReadAsync).RequireRoles(Roles.Staff);
        reports.MapGet("/{id:guid}/corrections", CorrectionsAsync).RequireRoles(Roles.Staff);
        reports.MapGet("/{id:guid}/tickets", ReportTickets.ReadAsync).RequireRoles(Roles.Staff);
        reports.MapGet("/{id:guid}/json", JsonAsync).RequireRoles(Roles.Staff);
        reports.MapGet("/{id:guid}/csv", CsvAsync).RequireRoles(Roles.Staff);
        reports.MapGet("/{id:guid}/print", PrintAsync).RequireRoles(Roles.Staff);
    }

    private static async Task<ReportList> ListAsync(Caller caller, NpgsqlDataSource dataSource, CancellationToken ct, string? kind = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return new ReportList([.. (await ReportTable.ListAsync(connection, caller.Tenant, kind, ct)).Select(ReportHead.Of)]);
    }

    private static Task<IResult> FreezeAsync(FreezeRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent, NpgsqlDataSource dataSource) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var kind = CardRequest.Kind(request.Kind);
            await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
            var span = CardRequest.Span(request.Period, null, null, work.Now, reader.Zone);
            if (span.To >= Month.Of(work.Now, reader.Zone)) throw Problems.Conflict("report.period-not-over", $"{span} is not over yet.");
            var report = await ReportMaking.MakeAsync(reader, kind, span, work.Now, caller.Name, ct);
            await ReportTable.AddAsync(work.Connection, work.Transaction, caller.Tenant, report, ct);
            await ReportTickets.KeepAsync(reader, report, work.Connection, ct);
            var content = ReportContent.Read(report.Content);
            work.Publish(new ScorecardFrozen
            {
                Tenant = caller.Tenant, OccurredAt = work.Now, By = caller.Actor, ReportId = report.Id, Kind = kind, Period = span.ToString(),
                FormulaVersion = report.FormulaVersion, Cards = content.Cards.Count, Corrections = content.Corrections.Count, ContentHash = report.Sha256,
            });
            return new Reply(201, ReportHead.Of(report), $"{Address}/{report.Id}");
        });

    private static async Task<ReportAnswer> ReadAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct, string? language = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var (report, content) = await FindAsync(connection, caller, id, ct);
        content = content with { Cards = await CardReader.NamedAsync(connection, caller.Tenant, report.Kind, content.Cards, ct) };
        var before = await ReportTable.FindAsync(connection, caller.Tenant, report.Kind, report.Span.Before, ct);
        var words = ChartWords.For(language);
        return new ReportAnswer(ReportHead.Of(report), content, before is null ? null : ReportHead.Of(before),
            before is null ? [] : Comparison.Changes(ReportContent.Read(before.Content).Cards, content.Cards),
            content.Cards.Count == 0 ? null : CardCharts.Radar([.. content.Cards.Take(6)], words));
    }

    private static async Task<CorrectionsAnswer> CorrectionsAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var (report, content) = await FindAsync(reader.Connection, caller, id, ct);
        var corrections = await ReportMaking.CorrectionsAsync(reader, report, content, ct);
        var late = await TicketsBehind.LateAsync(reader.Sums, report.Span, report.Position, 200, ct);
        return new CorrectionsAnswer(ReportHead.Of(report), corrections, [.. late.Select(l => l.View)]);
    }

    private static async Task<IResult> JsonAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, HttpContext http, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var (report, _) = await FindAsync(connection, caller, id, ct);
        // The very bytes whose hash was told.
        http.Response.Headers["X-Content-SHA256"] = report.Sha256;
        return Results.File(System.Text.Encoding.UTF8.GetBytes(report.Content), "application/json", $"scorecard-{report.Kind}-{report.Span}.json");
    }

    private static async Task<IResult> CsvAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct, string? part = null)
    {
        if (part is not (null or "corrections")) throw Problems.InvalidField("part", "part is left out, or it is corrections.");
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var (report, content) = await FindAsync(connection, caller, id, ct);
        var name = $"scorecard-{report.Kind}-{report.Span}";
        if (part is not null) return CardCsv.File(CardCsv.Write(report.Kind, report.Span.ToString(), content.Corrections), $"{name}-corrections.csv");
        var cards = await CardReader.NamedAsync(connection, caller.Tenant, report.Kind, content.Cards, ct);
        return CardCsv.File(CardCsv.Write(report.Kind, report.Span.ToString(), report.FormulaVersion, cards), $"{name}.csv");
    }

    private static async Task<IResult> PrintAsync(Guid id, Caller caller, NpgsqlDataSource dataSource, HttpContext http, CancellationToken ct, string? language = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var (report, content) = await FindAsync(connection, caller, id, ct);
        var cards = await CardReader.NamedAsync(connection, caller.Tenant, report.Kind, content.Cards, ct);
        var before = await ReportTable.FindAsync(connection, caller.Tenant, report.Kind, report.Span.Before, ct);
        var changes = before is null ? [] : Comparison.Changes(ReportContent.Read(before.Content).Cards, content.Cards);
        // Known corrections without a report that they correct are none: there was no report to look at.
        var frozen = new PrintedReport(ReportHead.Of(report), content.CorrectsReport is null ? null : content.Corrections, before?.Span.ToString(), changes.ToDictionary(c => c.Id));
        return PrintPage.Of(http, new PrintedCards(report.Kind, report.Span.ToString(), content.From, content.To, content.TimeZone, content.Formula, cards, content.Trends,
            content.Spreads ?? new Dictionary<Guid, IReadOnlyList<BucketCounts>>(), content.Vendors ?? new Dictionary<Guid, VendorEvidence>(), frozen), ChartWords.For(language));
    }

    private static async Task<(StoredReport Report, ReportContent Content)> FindAsync(NpgsqlConnection connection, Caller caller, Guid id, CancellationToken ct)
    {
        var report = await ReportTable.FindAsync(connection, caller.Tenant, id, ct) ?? throw Problems.NotFound("report.not-found");
        return (report, ReportContent.Read(report.Content));
    }
}

/// <summary>What to freeze.</summary>
/// <param name="Kind">As in the addresses of scorecards.</param>
/// <param name="Period">A month like <c>2026-07</c> or a half-year like <c>2026-H2</c>, which must be over.</param>
public sealed record FreezeRequest(string Kind, string Period);

/// <summary>A frozen report without its content.</summary>
/// <param name="ContentHash">SHA-256 of the content as <c>/json</c> gives it.</param>
public sealed record ReportHead(Guid Id, string Kind, string Period, string From, string To, int FormulaVersion, DateTimeOffset FrozenAt, string FrozenBy, string ContentHash)
{
    internal static ReportHead Of(StoredReport report) => new(report.Id, report.Kind, report.Span.ToString(), report.Span.From.ToString(), report.Span.To.ToString(),
        report.FormulaVersion, report.FrozenAt, report.FrozenBy, report.Sha256);
}

public sealed record ReportList(IReadOnlyList<ReportHead> Items, string? Next = null);

/// <param name="Before">The frozen report of the period directly before; null when there is none.</param>
/// <param name="Changes">Against it, subject by subject.</param>
/// <param name="Radar">The first subjects side by side, as SVG.</param>
public sealed record ReportAnswer(ReportHead Report, ReportContent Content, ReportHead? Before, IReadOnlyList<CardChange> Changes, string? Radar);

/// <param name="Corrections">Figures that are other now.</param>
/// <param name="Tickets">Tickets with figures in the period of which something arrived after the freezing, the newest first; at most 200.</param>
public sealed record CorrectionsAnswer(ReportHead Report, IReadOnlyList<Correction> Corrections, IReadOnlyList<BehindTicket> Tickets);
