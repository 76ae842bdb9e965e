using System.ComponentModel.DataAnnotations;
using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Vendors;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Scorecards as they stand now.</summary>
public static class ScorecardEndpoints
{
    private const int MostCompared = 6, TrendMonths = 12;

    /// <summary>
    /// GET /api/v1/insight/scorecards/{kind}?period|from&amp;to&amp;ids&amp;limit&amp;cursor&amp;formula&amp;language: scorecards of teams, engineers, products, customers,
    /// contracts, vendors, or <c>all</c>; those with most to count first, or exactly those with the ids, side by side.
    /// GET .../{kind}/{id}: one, with trend, distributions and pictures. GET .../{kind}/csv and .../{kind}/print: the same list as CSV and as a page to
    /// print. GET .../{kind}/{id}/tickets?dimension|measure&amp;bucket: the tickets behind a figure. Staff only. 400 names the field.
    /// </summary>
    public static void MapScorecards(this IEndpointRouteBuilder app)
    {
        var cards = app.MapGroup("/api/v1/insight/scorecards/{kind}").RequireRoles(Roles.Staff);
        cards.MapGet("/", ListAsync);
        cards.MapGet("/csv", CsvAsync);
        cards.MapGet("/print", PrintAsync);
        cards.MapGet("/{id:guid}", OneAsync);
        cards.MapGet("/{id:guid}/tickets", TicketsBehind.ReadAsync);
    }

    private static async Task<CardList> ListAsync(
        string kind, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, string? period = null, string? from = null, string? to = null,
        string? ids = null, string? cursor = null, [Range(1, 200)] int limit = 50, int? formula = null, string? language = null)
    {
        var (list, _) = await ReadAsync(kind, caller, dataSource, clock, new Asked(period, from, to, ids, cursor, limit, formula, language), ct);
        return list;
    }

    private static async Task<IResult> CsvAsync(
        string kind, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, string? period = null, string? from = null, string? to = null,
        string? ids = null, int? formula = null)
    {
        var (list, _) = await ReadAsync(kind, caller, dataSource, clock, new Asked(period, from, to, ids, null, 200, formula, null), ct);
        return CardCsv.File(CardCsv.Write(list.Kind, list.Period, list.FormulaVersion, list.Items), $"scorecard-{list.Kind}-{list.Period}.csv");
    }

    private static async Task<IResult> PrintAsync(
        string kind, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, HttpContext http, CancellationToken ct, string? period = null, string? from = null,
        string? to = null, string? ids = null, [Range(1, 200)] int limit = 50, int? formula = null, string? language = null)
    {
        var (list, known) = await ReadAsync(kind, caller, dataSource, clock, new Asked(period, from, to, ids, null, limit, formula, language), ct);
        return PrintPage.Of(http, new PrintedCards(list.Kind, list.Period, list.From, list.To, known.TimeZone, known.Formula, list.Items, known.Trends, known.Spreads, known.Evidence, null), ChartWords.For(language));
    }

    private static async Task<CardDetail> OneAsync(
        string kind, Guid id, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, string? period = null, string? from = null, string? to = null,
        int? formula = null, string? language = null)
    {
        CardRequest.Kind(kind);
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(period, from, to, clock.GetUtcNow(), reader.Zone);
        var rule = await reader.FormulaAsync(formula, ct);
        var course = new MonthSpan(new Month(Math.Min(span.From.Number, span.To.Number - TrendMonths + 1)), span.To);
        var subject = (await reader.ReadAsync(kind, [id], course, ct)).SingleOrDefault();
        // Nothing known by that id, or another tenant's, which is the same.
        if (subject is null || (kind != Subject.All && kind != Subject.Vendor && !await reader.Sums.KnowsAsync(kind, id, ct))) throw Problems.NotFound("scorecard.not-found");
        var card = (await CardReader.NamedAsync(reader.Connection, caller.Tenant, kind, [Card.Of(subject, span, rule)], ct))[0];
        var trend = Trend.Of(subject, new MonthSpan(span.To + (1 - TrendMonths), span.To), rule);
        var words = ChartWords.For(language);
        var distributions = Distributions.Worded(Distributions.Of(subject.Over(span)), words);
        return new CardDetail(kind, span.ToString(), span.From.ToString(), span.To.ToString(), rule.Version, card, trend, distributions, CardCharts.Of(card, trend, distributions, words));
    }

    private static async Task<(CardList List, Beside Known)> ReadAsync(
        string kind, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, Asked asked, CancellationToken ct)
    {
        CardRequest.Kind(kind);
        if (asked.Limit is < 1 or > 200) throw Problems.InvalidField("limit", "limit must be between 1 and 200.");
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(asked.Period, asked.From, asked.To, clock.GetUtcNow(), reader.Zone);
        var rule = await reader.FormulaAsync(asked.Formula, ct);
        var (page, next) = await reader.PageAsync(kind, span, CardRequest.Ids(asked.Ids), asked.Cursor, asked.Limit, ct);
        var subjects = await reader.ReadAsync(kind, page, span, ct);
        var cards = await CardReader.NamedAsync(reader.Connection, caller.Tenant, kind, [.. subjects.Select(s => Card.Of(s, span, rule))], ct);
        var words = ChartWords.For(asked.Language);
        var compared = cards.Take(asked.Ids is null ? 3 : MostCompared).ToList();
        var list = new CardList(kind, span.ToString(), span.From.ToString(), span.To.ToString(), rule.Version, cards, next,
            compared.Count == 0 ? null : CardCharts.Radar(compared, words));
        var evidence = kind == Subject.Vendor ? VendorEvidence.Of(await reader.VendorsAsync(page, ct), span.To.LastDay) : new Dictionary<Guid, VendorEvidence>();
        return (list, new Beside(rule, reader.TimeZone, subjects.Take(MostCompared).ToDictionary(s => s.Id, s => Trend.Of(s, span, rule)),
            subjects.Take(MostCompared).ToDictionary(s => s.Id, s => Distributions.Of(s.Over(span))), evidence));
    }

    /// <summary>What the printed page shows of a list beside its cards.</summary>
    private sealed record Beside(
        Formula Formula, string TimeZone, IReadOnlyDictionary<Guid, IReadOnlyList<TrendPoint>> Trends, IReadOnlyDictionary<Guid, IReadOnlyList<BucketCounts>> Spreads,
        IReadOnlyDictionary<Guid, VendorEvidence> Evidence);

    private sealed record Asked(string? Period, string? From, string? To, string? Ids, string? Cursor, int Limit, int? Formula, string? Language);
}

/// <summary>Scorecards of one kind and period.</summary>
/// <param name="Period"><c>2026-07</c>, <c>2026-H2</c>, or both ends.</param>
/// <param name="Radar">The first of them side by side, as SVG; null when there are none.</param>
public sealed record CardList(
    string Kind, string Period, string From, string To, int FormulaVersion, IReadOnlyList<Card> Items, string? Next, string? Radar);

/// <summary>One scorecard with its course.</summary>
/// <param name="Trend">The last twelve months of the period's end, each by itself.</param>
public sealed record CardDetail(
    string Kind, string Period, string From, string To, int FormulaVersion, Card Card, IReadOnlyList<TrendPoint> Trend, IReadOnlyList<Distribution> Distributions,
    IReadOnlyList<Chart> Charts);
