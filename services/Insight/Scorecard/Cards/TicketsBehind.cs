using System.Globalization;
using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>The tickets behind a figure.</summary>
internal static class TicketsBehind
{
    public static async Task<TicketsPage> ReadAsync(
        string kind, Guid id, Caller caller, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken ct, string? dimension = null, string? measure = null,
        int? bucket = null, string? period = null, string? from = null, string? to = null, string? cursor = null, int limit = 50)
    {
        CardRequest.Kind(kind);
        var (of, after) = Asked(dimension, measure, bucket, limit, cursor);
        await using var reader = await CardReader.BeginAsync(dataSource, caller.Tenant, ct);
        var span = CardRequest.Span(period, from, to, clock.GetUtcNow(), reader.Zone);
        IReadOnlyList<Guid> ids = [id];
        if (kind == Subject.Vendor) ids = (await reader.VendorsAsync([id], ct)).SingleOrDefault()?.ProductIds ?? throw Problems.NotFound("scorecard.not-found");
        else if (kind != Subject.All && !await reader.Sums.KnowsAsync(kind, id, ct)) throw Problems.NotFound("scorecard.not-found");
        kind = kind == Subject.Vendor ? Subject.Product : kind;
        var wanted = new Wanted(of, bucket, span);
        // The sums know how many there are: a search for few need not go through all tickets to the end.
        var left = await reader.Sums.CountAsync(kind, ids, wanted, ct) - (after?.Seen ?? 0);
        if (left <= 0) return new TicketsPage([], null);
        return Page(await FindAsync(reader.Sums, kind, ids, wanted, after, (int)Math.Min(left, limit + 1), ct), limit, after);
    }

    /// <summary>What is asked for, and the place after which; 400 names the field.</summary>
    public static (Measure Of, TicketPlace? After) Asked(string? dimension, string? measure, int? bucket, int limit, string? cursor)
    {
        if (limit is < 1 or > 200) throw Problems.InvalidField("limit", "limit must be between 1 and 200.");
        if (bucket is < 0 or > 15) throw Problems.InvalidField("bucket", "bucket must be between 0 and 15.");
        return (MeasureOf(dimension, measure), TicketCursor.Read(cursor));
    }

    /// <summary>A page of what was found, of which one more than wanted says that there is a next.</summary>
    public static TicketsPage Page(List<Found> items, int limit, TicketPlace? after)
    {
        var more = items.Count > limit;
        if (more) items.RemoveAt(limit);
        var seen = (after?.Seen ?? 0) + items.Sum(i => i.View.Values.Sum(v => v.Count));
        return new TicketsPage([.. items.Select(i => i.View)], more ? TicketCursor.Write(items[^1].Place with { Seen = seen }) : null);
    }

    /// <summary>The rows of facts that have such cells, the newest ticket first.</summary>
    private static async Task<List<Found>> FindAsync(SumsReader sums, string kind, IReadOnlyList<Guid> ids, Wanted wanted, TicketPlace? after, int limit, CancellationToken ct)
    {
        var column = kind switch
        {
            Subject.All => null,
            Subject.Team => "team_id",
            Subject.Engineer => "engineer_id",
            Subject.Product => "product_id",
            Subject.Customer => "customer_id",
            _ => "contract_id",
        };
        var cells = wanted.Cells.ToHashSet();
        await using var command = sums.Command($"""
            {Select}
            WHERE f.tenant = $1 {(column is null ? "AND $2::uuid[] IS NOT NULL" : ids.Count == 1 ? $"AND f.{column} = ($2)[1]" : $"AND f.{column} = ANY ($2)")}
                AND f.at <= $3 AND (f.at < $3 OR (f.id, f.team_id, f.engineer_id) > ($4, $5, $6)) AND f.marks & $7 <> 0 AND f.cells && $8
            ORDER BY f.at DESC, f.id, f.team_id, f.engineer_id LIMIT $9
            """);
        Add(command, ids.ToArray());
        Add(command, (after?.At ?? Until(wanted.Span)).ToUniversalTime());
        Add(command, after?.Id ?? Guid.Empty);
        Add(command, after?.Team ?? Guid.Empty);
        Add(command, after?.Engineer ?? Guid.Empty);
        Add(command, wanted.Marks);
        Add(command, wanted.Cells.ToArray());
        Add(command, limit);
        return await RowsAsync(command, cells.Contains, ct);
    }

    /// <summary>No ticket that counts in the months was opened later: a day more than any zone is ahead of UTC.</summary>
    private static DateTimeOffset Until(MonthSpan span) => new((span.To + 1).FirstDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>
    /// Tickets with figures in these months of which something arrived after a place in the record. A row's cells are sorted by month, so that its first and
    /// last tell most rows apart without looking at all.
    /// </summary>
    public static async Task<List<Found>> LateAsync(SumsReader sums, MonthSpan span, long position, int limit, CancellationToken ct)
    {
        var (first, after) = (new Cell(span.From, 0, 0).Code, new Cell(span.To + 1, 0, 0).Code);
        await using var command = sums.Command($"""
            {Select}
            WHERE f.tenant = $1 AND f.at < $2 AND f.position > $3 AND f.cells[1] < $5 AND f.cells[cardinality(f.cells)] >= $4
                AND EXISTS (SELECT FROM unnest(f.cells) AS c WHERE c >= $4 AND c < $5)
            ORDER BY f.at DESC, f.id, f.team_id, f.engineer_id LIMIT $6
            """, Until(span), position, first, after, limit);
        return await RowsAsync(command, code => code >= first && code < after, ct);
    }

    private const string Select = """
        SELECT f.id, f.at, f.team_id, f.engineer_id, f.cells, f.counts, f.totals, t.number, t.severity, t.repeat_of, t.came_back_as
        FROM score_facts f LEFT JOIN score_tickets t ON t.tenant = f.tenant AND t.ticket_id = f.id
        """;

    /// <summary>Rows with the columns of <see cref="Select"/>; of their cells those wanted.</summary>
    public static async Task<List<Found>> RowsAsync(NpgsqlCommand command, Func<int, bool> wanted, CancellationToken ct)
    {
        var found = new List<Found>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (codes, counts, totals) = (rows.GetFieldValue<int[]>(4), rows.GetFieldValue<long[]>(5), rows.GetFieldValue<long[]>(6));
            var values = codes.Select((code, i) => (Code: code, Count: counts[i], Total: totals[i])).Where(c => wanted(c.Code)).Select(c =>
            {
                var cell = Cell.Of(c.Code);
                return new TicketValue(MeasureNames.Of(cell.Measure), cell.Month.ToString(), cell.Bucket, c.Count, c.Total);
            });
            var (team, engineer) = (rows.GetGuid(2), rows.GetGuid(3));
            Guid? Id(int column) => rows.IsDBNull(column) ? null : rows.GetGuid(column);
            found.Add(new Found(new TicketPlace(rows.GetFieldValue<DateTimeOffset>(1), rows.GetGuid(0), team, engineer), new BehindTicket(
                rows.GetGuid(0), rows.IsDBNull(7) ? "maintenanceRun" : "ticket", rows.IsDBNull(7) ? null : rows.GetString(7), rows.GetFieldValue<DateTimeOffset>(1),
                rows.IsDBNull(8) ? null : rows.GetInt32(8), team == Guid.Empty ? null : team, engineer == Guid.Empty ? null : engineer, Id(9), Id(10), [.. values])));
        }

        return found;
    }

    private static Measure MeasureOf(string? dimension, string? measure)
    {
        if (measure is not null) return MeasureNames.Parse(measure) ?? throw Problems.InvalidField("measure", $"Nothing is measured as {measure}.");
        var found = Dimensions.Find(dimension) ?? throw Problems.InvalidField("dimension", "The name of a dimension, or a measure, is wanted.");
        // Modules are covered by the support tickets that name them.
        return found.Measure ?? (found.Name == "coverage" ? Measure.Fault : throw Problems.InvalidField("dimension", "This figure is made of certificates, not of tickets."));
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}

/// <summary>Which cells are looked for; a bucket that is null takes all.</summary>
internal sealed record Wanted(Measure Measure, int? Bucket, MonthSpan Span)
{
    public IReadOnlyList<int> Cells { get; } =
        [.. from month in Span.All from bucket in Bucket is { } one ? [one] : Enumerable.Range(0, 16) select new Cell(month, Measure, bucket).Code];

    public long Marks { get; } = Bucket is { } bucket ? FactRow.Mark(Measure, bucket) : FactRow.Mark(Measure, 0) | FactRow.Mark(Measure, 1);
}

/// <summary>Where a row stands in the list.</summary>
/// <param name="Seen">How many were counted up to it.</param>
internal sealed record TicketPlace(DateTimeOffset At, Guid Id, Guid Team, Guid Engineer, long Seen = 0);

internal sealed record Found(TicketPlace Place, BehindTicket View);

/// <summary>A page of the tickets behind a figure.</summary>
public sealed record TicketsPage(IReadOnlyList<BehindTicket> Items, string? Next);

/// <param name="Kind"><c>ticket</c> or <c>maintenanceRun</c>.</param>
/// <param name="Number">Null for a maintenance run.</param>
/// <param name="At">When the ticket was opened, or the run was due.</param>
/// <param name="TeamId">Who had it when this was measured.</param>
/// <param name="RepeatOf">The ticket whose fault came back as this one.</param>
/// <param name="CameBackAs">The ticket as which its fault came back.</param>
/// <param name="Values">What was measured of it.</param>
public sealed record BehindTicket(
    Guid Id, string Kind, string? Number, DateTimeOffset At, int? Severity, Guid? TeamId, Guid? EngineerId, Guid? RepeatOf, Guid? CameBackAs, IReadOnlyList<TicketValue> Values);

/// <param name="Month">In which it counts.</param>
/// <param name="Bucket">0 is not as wanted, 1 as wanted; of scores and bands their number.</param>
/// <param name="Count">How many.</param>
/// <param name="Total">Seconds, score or thousandths, as the measure says.</param>
public sealed record TicketValue(string Measure, string Month, int Bucket, long Count, long Total);

/// <summary>A place in a list of tickets.</summary>
internal static class TicketCursor
{
    public static string Write(TicketPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.At.UtcTicks}_{place.Id:N}_{place.Team:N}_{place.Engineer:N}_{place.Seen}");

    /// <summary>400 <c>cursor.invalid</c>.</summary>
    public static TicketPlace? Read(string? cursor)
    {
        if (cursor is null) return null;
        var parts = cursor.Split('_');
        return parts.Length == 5 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks < DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerDay
            && Guid.TryParseExact(parts[1], "N", out var id) && Guid.TryParseExact(parts[2], "N", out var team) && Guid.TryParseExact(parts[3], "N", out var engineer)
            && long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new TicketPlace(new DateTimeOffset(ticks, TimeSpan.Zero), id, team, engineer, seen) : throw Problems.Invalid("cursor.invalid");
    }
}
