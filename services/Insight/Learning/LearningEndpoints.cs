using Npgsql;
using ServiceMesh.Insight.Domain.Learning;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Domain.Scorecard.Charts;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Learning;

/// <summary>What faults teach.</summary>
public static class LearningEndpoints
{
    /// <summary>
    /// GET /api/v1/insight/learning?by=product|module|cause|class|version|wait&amp;product&amp;period|from&amp;to&amp;limit&amp;language: how often what failed, the most frequent
    /// first (Pareto), its course by month, as figures and pictures. GET .../learning/repeats: faults that came back. GET .../learning/proposals: clusters
    /// for which preventive maintenance is proposed, with the reasons. GET .../learning/tickets?product&amp;module&amp;class&amp;cause: the tickets of a cluster.
    /// Staff only. 400 names the field.
    /// </summary>
    public static void MapLearning(this IEndpointRouteBuilder app)
    {
        var learning = app.MapGroup("/api/v1/insight/learning").RequireRoles(Roles.Staff);
        learning.MapGet("/", StatisticsAsync);
        learning.MapGet("/repeats", RepeatsAsync);
        learning.MapGet("/proposals", ProposalsAsync);
        learning.MapGet("/tickets", TicketsAsync);
    }

    private static async Task<FaultStatistics> StatisticsAsync(
        Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, string by = "class", Guid? product = null, string? period = null, string? from = null,
        string? to = null, int limit = 12, string? language = null)
    {
        if (by is not ("product" or Tally.Module or Tally.Cause or Tally.Class or Tally.Version or Tally.Wait))
            throw Problems.InvalidField("by", "by is product, module, cause, class, version or wait.");
        if (limit is < 1 or > 100) throw Problems.InvalidField("limit", "limit must be between 1 and 100.");
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(period, from, to, clock.GetUtcNow(), reader.Zone);
        var items = by == "product" ? await FaultReader.ProductsAsync(reader.Sums, product, span, ct) : await FaultReader.ItemsAsync(reader.Sums, by, product, span, ct);
        var pareto = Pareto.Of(items, limit);
        var all = items.Sum(i => i.Sum.Opened);
        var months = span.All.Select(m => m.ToString()).ToList();
        var words = ChartWords.For(language);
        var course = pareto.Take(5).Select(p => new FaultCourse(p.Item, p.Name, [.. span.All.Select(m => items.Where(i => i.Item == p.Item && i.Month == m).Sum(i => i.Sum.Opened))])).ToList();
        return new FaultStatistics(by, span.ToString(), all, pareto, months, course,
            pareto.Count == 0 ? null : Pictures.Pareto("Pareto", [.. pareto.Select(p => new Bar(p.Name, p.Opened))], all),
            course.Count == 0 ? null : Pictures.Counts(words.TrendTitle, [.. months.Select(m => m[2..])], [.. course.Select(c => new Series(c.Name, [.. c.Counts.Select(n => (decimal?)n)]))]));
    }

    private static async Task<RepeatList> RepeatsAsync(
        Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, Guid? product = null, string? period = null, string? from = null, string? to = null, int limit = 100)
    {
        if (limit is < 1 or > 200) throw Problems.InvalidField("limit", "limit must be between 1 and 200.");
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(period, from, to, clock.GetUtcNow(), reader.Zone);
        return new RepeatList(await FaultReader.RepeatsAsync(reader.Sums, product, span, limit, ct));
    }

    private static async Task<ProposalList> ProposalsAsync(
        Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, Guid? product = null, int atLeast = 5)
    {
        if (atLeast is < 2 or > 1000) throw Problems.InvalidField("atLeast", "atLeast must be between 2 and 1000.");
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var now = Month.Of(clock.GetUtcNow(), reader.Zone);
        var clusters = await FaultReader.ClustersAsync(reader.Sums, product, new MonthSpan(now + (1 - (2 * Proposals.Months)), now), ct);
        return new ProposalList(Proposals.Of(clusters, now, atLeast));
    }

    private static async Task<ClusterTickets> TicketsAsync(
        Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, Guid? product = null, string? module = null, string? @class = null, string? cause = null,
        string? version = null, string? period = null, string? from = null, string? to = null, int limit = 100)
    {
        if (limit is < 1 or > 200) throw Problems.InvalidField("limit", "limit must be between 1 and 200.");
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(period, from, to, clock.GetUtcNow(), reader.Zone);
        return new ClusterTickets(await FaultReader.TicketsAsync(reader.Sums, new ClusterWanted(product, module, @class, cause, version), span, limit, ct));
    }
}

/// <summary>Faults by one of their traits.</summary>
/// <param name="All">The sum of all, of those not listed too. Tickets that do not name the trait are not in it.</param>
/// <param name="Months">Of the course.</param>
/// <param name="Course">The first five by month.</param>
/// <param name="ParetoChart">SVG; null when there is nothing.</param>
/// <param name="TrendChart">SVG; null when there is nothing.</param>
public sealed record FaultStatistics(
    string By, string Period, long All, IReadOnlyList<ParetoItem> Items, IReadOnlyList<string> Months, IReadOnlyList<FaultCourse> Course, string? ParetoChart, string? TrendChart);

public sealed record FaultCourse(string Item, string Name, IReadOnlyList<long> Counts);

public sealed record RepeatList(IReadOnlyList<RepeatedFault> Items, string? Next = null);

/// <summary>A fault that came back.</summary>
/// <param name="DaysAfter">Days from the closing of the repair before to the new ticket.</param>
public sealed record RepeatedFault(
    Guid TicketId, string Number, DateTimeOffset OpenedAt, Guid RepeatOf, string? RepeatOfNumber, int? DaysAfter, Guid? ProductId, string? ProductName, Guid? AssetId,
    string? FaultClass, string? Cause);

public sealed record ProposalList(IReadOnlyList<Proposal> Items, string? Next = null);

public sealed record ClusterTickets(IReadOnlyList<FaultTicket> Items, string? Next = null);

public sealed record FaultTicket(
    Guid TicketId, string Number, DateTimeOffset OpenedAt, int? Severity, Guid? ProductId, Guid? AssetId, string? Module, string? FaultClass, string? Cause, string? Version,
    long? RecoverySeconds, Guid? RepeatOf);
