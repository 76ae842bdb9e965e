using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Record;
using ServiceMesh.Insight.Scorecard.Formulas;
using ServiceMesh.Insight.Vendors;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>What is known of a subject, month by month.</summary>
internal sealed record SubjectData(
    Guid Id, string? Name, IReadOnlyList<(Month Month, Measure Measure, int Bucket, Sum Sum)> Cells, IReadOnlyList<(Month Month, string Item, bool Served)> Modules,
    IReadOnlyList<(Month Since, long Count)>? Assets, (int Valid, int All)? Certified, IReadOnlyList<VendorFigure> Figures)
{
    /// <summary>The sums of some of the months.</summary>
    public SubjectSums Over(MonthSpan span)
    {
        var modules = Modules.Where(m => m.Month >= span.From && m.Month <= span.To).GroupBy(m => m.Item).ToList();
        return new SubjectSums
        {
            Cells = Cells.Where(c => c.Month >= span.From && c.Month <= span.To).GroupBy(c => (c.Measure, c.Bucket)).ToDictionary(g => g.Key, g => g.Aggregate(default(Sum), (sum, c) => sum + c.Sum)),
            Modules = modules.Count,
            ModulesServed = modules.Count(m => m.Any(i => i.Served)),
            AssetMonths = Assets?.Sum(a => a.Count * Math.Max(0, span.To.Number - Math.Max(span.From.Number, a.Since.Number) + 1)),
            Certified = Certified,
            References = Figures.Where(f => f.On <= span.To.LastDay).GroupBy(f => f.Dimension)
                .ToDictionary(g => g.Key, g => g.OrderBy(f => f.On).Select(f => new ReferenceFigure(f.Value, f.Source, f.On)).Last()),
        };
    }
}

/// <summary>A subject's scorecard of a period.</summary>
/// <param name="Name">Null for engineers, whose names are personal, and for what was never told.</param>
public sealed record Card(
    Guid Id, string? Name, decimal? Score, int? Stars, string? Grade, IReadOnlyList<DimensionScore> Dimensions, CardFigures Figures)
{
    internal static Card Of(SubjectData subject, MonthSpan span, Formula formula)
    {
        var scored = Scoring.Of(subject.Over(span), formula);
        return new Card(subject.Id, subject.Name, scored.Score, scored.Stars, scored.Grade, scored.Dimensions, scored.Figures);
    }
}

/// <summary>Reads scorecards, at one moment of the database.</summary>
internal sealed class CardReader : IAsyncDisposable
{
    private readonly NpgsqlTransaction _moment;

    private CardReader(NpgsqlConnection connection, NpgsqlTransaction moment, string tenant, string timeZone)
    {
        (Connection, _moment, Tenant, TimeZone) = (connection, moment, tenant, timeZone);
        Sums = new SumsReader(connection, tenant, timeZone);
    }

    public NpgsqlConnection Connection { get; }

    public string Tenant { get; }

    /// <summary>The tenant's zone by its IANA name; UTC while it is not known.</summary>
    public string TimeZone { get; }

    public NodaTime.DateTimeZone? Zone => TenantDay.Zone(TimeZone);

    public SumsReader Sums { get; }

    public static async Task<CardReader> BeginAsync(NpgsqlDataSource dataSource, string tenant, CancellationToken ct)
    {
        var connection = await dataSource.OpenConnectionAsync(ct);
        try
        {
            var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
            await using var zone = new NpgsqlCommand("SELECT name FROM score_subjects WHERE tenant = $1 AND kind = 'tenant' ORDER BY sequence DESC LIMIT 1", connection, moment);
            zone.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            var name = await zone.ExecuteScalarAsync(ct) as string;
            return new CardReader(connection, moment, tenant, TenantDay.Zone(name) is null ? "UTC" : name!);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The formula of this version, or the one in force. 404 <c>formula.not-found</c>.</summary>
    public async Task<Formula> FormulaAsync(int? version, CancellationToken ct) =>
        await FormulaTable.FindAsync(Connection, Tenant, version, ct) ?? throw Problems.NotFound("formula.not-found");

    public Task<IReadOnlyList<Vendor>> VendorsAsync(IReadOnlyList<Guid>? ids, CancellationToken ct) => VendorTable.ReadAsync(Connection, Tenant, ids, ct);

    /// <summary>The ids of a page: those asked for, or the ones with most to count.</summary>
    public async Task<(IReadOnlyList<Guid> Ids, string? Next)> PageAsync(string kind, MonthSpan span, IReadOnlyList<Guid>? ids, string? cursor, int limit, CancellationToken ct)
    {
        if (ids is not null) return (ids, null);
        if (kind == Subject.All) return ([Guid.Empty], null);
        if (kind == Subject.Vendor) return ([.. (await VendorsAsync(null, ct)).Select(v => v.Id)], null);
        var found = await Sums.SubjectsAsync(kind, span, CardCursor.Read(cursor), limit + 1, ct);
        return found.Count > limit ? ([.. found.Take(limit).Select(f => f.Id)], CardCursor.Write(found[limit - 1])) : ([.. found.Select(f => f.Id)], null);
    }

    /// <summary>What is known of these subjects in these months, in the order of the ids; vendors nobody knows are left out.</summary>
    public async Task<IReadOnlyList<SubjectData>> ReadAsync(string kind, IReadOnlyList<Guid> ids, MonthSpan span, CancellationToken ct)
    {
        if (kind == Subject.Vendor) return await VendorDataAsync(ids, span, ct);
        var (cells, modules, assets) = (await Sums.CellsAsync(kind, ids, span, ct), await Sums.ModulesAsync(kind, ids, span, ct), await Sums.AssetsAsync(kind, ids, span.To, ct));
        // What is frozen has no names of people; whoever shows it reads them.
        IReadOnlyDictionary<Guid, string> names = kind == Subject.Engineer ? new Dictionary<Guid, string>() : await Sums.NamesAsync(kind, ids, ct);
        var certified = kind is Subject.Team or Subject.Engineer or Subject.All ? Expertise.Of(kind, await Sums.EngineersAsync(ct), span.To.LastDay) : new Dictionary<Guid, (int, int)>();
        var countsAssets = kind is Subject.Product or Subject.Customer or Subject.All;
        return [.. ids.Select(id => new SubjectData(id, names.GetValueOrDefault(id), [.. cells[id]], [.. modules[id]], countsAssets ? [.. assets[id]] : null,
            certified.TryGetValue(id, out var c) ? c : null, []))];
    }

    /// <summary>The same cards with engineers' names, as far as they are known and not erased.</summary>
    public static async Task<IReadOnlyList<Card>> NamedAsync(NpgsqlConnection connection, string tenant, string kind, IReadOnlyList<Card> cards, CancellationToken ct)
    {
        if (kind != Subject.Engineer || cards.Count == 0) return cards;
        var names = await PeopleNames.OfEngineersAsync(connection, tenant, cards.Select(c => c.Id), ct);
        return [.. cards.Select(c => c with { Name = names.GetValueOrDefault(c.Id) ?? c.Name })];
    }

    private async Task<IReadOnlyList<SubjectData>> VendorDataAsync(IReadOnlyList<Guid> ids, MonthSpan span, CancellationToken ct)
    {
        var vendors = await VendorsAsync(ids, ct);
        var products = vendors.SelectMany(v => v.ProductIds).Distinct().ToList();
        var byProduct = (await ReadAsync(Subject.Product, products, span, ct)).ToDictionary(p => p.Id);
        return [.. vendors.Select(v =>
        {
            var own = v.ProductIds.Select(p => byProduct[p]).ToList();
            return new SubjectData(v.Id, v.Name, [.. own.SelectMany(p => p.Cells)], [.. own.SelectMany(p => p.Modules.Select(m => (m.Month, $"{p.Id} {m.Item}", m.Served)))],
                [.. own.SelectMany(p => p.Assets ?? [])], null, v.Document.Figures);
        })];
    }

    public async ValueTask DisposeAsync()
    {
        await _moment.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
