using NodaTime;
using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Projections;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>
/// Keeps facts and sums of figures. A ticket is read anew, from all of its story, whenever something of it arrives; the sums get the
/// difference to what it was before. So the rows depend on which events there are, never on their order or on how they came together.
/// </summary>
public sealed class ScoreProjection : IProjection
{
    /// <inheritdoc />
    public string Name => "scorecard";

    /// <inheritdoc />
    public int Version => 3;

    /// <inheritdoc />
    public IReadOnlyList<string> Tables { get; } = ["score_stories", "score_tickets", "score_facts", "score_months", "score_items", "score_subjects"];

    /// <inheritdoc />
    public IReadOnlyList<(string Table, string Columns)> Lookups { get; } = [("score_tickets", "tenant, asset_id, fault_class")];

    /// <inheritdoc />
    public async Task ApplyAsync(IReadOnlyList<KeptEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        var db = new ScoreTables(connection, transaction);
        foreach (var tenant in events.GroupBy(e => e.Tenant)) await ApplyAsync(tenant.Key, [.. tenant], db, ct);
    }

    private static async Task ApplyAsync(string tenant, List<KeptEvent> events, ScoreTables db, CancellationToken ct)
    {
        var subjects = SubjectState.From(events);
        var told = events.Where(e => e.TicketId is not null && Story.Has(e.Type)).GroupBy(e => e.TicketId!.Value).ToDictionary(g => g.Key, g => g.Select(Stored).ToList());
        if (subjects.Count == 0 && told.Count == 0) return;
        var before = await db.ZoneAsync(tenant, ct);
        var runs = subjects.Count > 0 ? await db.SaveSubjectsAsync(tenant, subjects, ct) : [];
        var zone = subjects.Any(s => s.Kind == SubjectState.Tenant) ? await db.ZoneAsync(tenant, ct) : before;
        if (!Equals(zone, before))
        {
            // Another zone moves figures into other months: everything of the tenant is read anew, some at a time.
            foreach (var some in (await db.AllStoriesAsync(tenant, ct)).Except(told.Keys).Chunk(2_000)) await ReadAsync(tenant, some.ToDictionary(t => t, _ => new List<StoredEvent>()), [], zone, db, ct);
            runs = await db.AllRunsAsync(tenant, ct);
        }

        await ReadAsync(tenant, told, runs, zone, db, ct);
    }

    /// <summary>Adds what was told to the tickets' stories, reads them, and writes what changed.</summary>
    private static async Task ReadAsync(
        string tenant, Dictionary<Guid, List<StoredEvent>> told, IReadOnlyList<SubjectState> runs, DateTimeZone? zone, ScoreTables db, CancellationToken ct)
    {
        var stories = new Dictionary<Guid, IReadOnlyCollection<StoredEvent>>();
        var known = await db.StoriesAsync(tenant, told.Keys, ct);
        foreach (var (ticket, events) in told) stories[ticket] = Story.Add(known.GetValueOrDefault(ticket, []), events);
        await db.SaveStoriesAsync(tenant, stories, ct);

        var facts = Read(stories);
        var before = await db.TicketsAsync(tenant, stories.Keys, ct);
        var repeats = await RepeatsAsync(tenant, facts, before, db, ct);
        // Tickets that nobody spoke of, but whose repair did or did not hold after all.
        var others = repeats.Moved.Where(t => !facts.ContainsKey(t)).ToList();
        if (others.Count > 0)
        {
            foreach (var (ticket, read) in Read((await db.StoriesAsync(tenant, others, ct)).ToDictionary(s => s.Key, s => (IReadOnlyCollection<StoredEvent>)s.Value))) facts[ticket] = read;
            foreach (var (ticket, row) in await db.TicketsAsync(tenant, others, ct)) before[ticket] = row;
        }

        var after = facts.Values.Select(f => f.With(repeats.Of.GetValueOrDefault(f.TicketId))).ToList();
        var tickets = after.ConvertAll(f => TicketRow.Of(f, zone));
        var rows = after.SelectMany(f => Tally.Rows(f, zone)).Concat(runs.Select(r => RunReading.Read(r.Id, r.Position, r.Type, r.Data, zone)).OfType<FactRow>()).ToList();
        var rowsBefore = await db.FactsAsync(tenant, [.. after.Select(f => f.TicketId), .. runs.Select(r => r.Id)], ct);

        await db.SaveFactsAsync(tenant, rowsBefore, rows, ct);
        await db.AddMonthsAsync(tenant, Differences.OfMonths(rowsBefore, rows), ct);
        await db.AddItemsAsync(tenant, Differences.OfItems(before.Values.SelectMany(Tally.Items), tickets.SelectMany(Tally.Items)), ct);
        await db.SaveTicketsAsync(tenant, tickets, ct);
    }

    private static Dictionary<Guid, TicketFacts> Read(Dictionary<Guid, IReadOnlyCollection<StoredEvent>> stories) =>
        stories.Select(s => TicketReading.Read(s.Key, s.Value)).OfType<TicketFacts>().ToDictionary(f => f.TicketId);

    private static async Task<(Dictionary<Guid, Repeat> Of, HashSet<Guid> Moved)> RepeatsAsync(
        string tenant, Dictionary<Guid, TicketFacts> facts, Dictionary<Guid, TicketRow> before, ScoreTables db, CancellationToken ct)
    {
        var chains = facts.Values.Select(Chain).Concat(before.Values.Select(t => t.Chain)).OfType<(Guid Asset, string FaultClass)>().ToHashSet();
        var (found, moved) = (new Dictionary<Guid, Repeat>(), new HashSet<Guid>());
        if (chains.Count == 0) return (found, moved);
        var stored = (await db.ChainsAsync(tenant, chains, ct)).Where(t => !facts.ContainsKey(t.TicketId)).ToList();
        var all = stored.Select(t => (Key: t.Chain!.Value, t.Repair)).Concat(facts.Values.Where(f => Chain(f) is not null)
            .Select(f => (Key: Chain(f)!.Value, Repair: new Repair(f.TicketId, f.OpenedAt, f.ClosedAt, f.OpenedPosition))));
        foreach (var chain in all.GroupBy(t => t.Key, t => t.Repair))
        {
            foreach (var (ticket, repeat) in SecondRepairs.Find([.. chain])) found[ticket] = repeat;
        }

        foreach (var ticket in stored)
        {
            var now = found[ticket.TicketId];
            if (now.Of != ticket.RepeatOf || now.CameBackAs != ticket.CameBackAs) moved.Add(ticket.TicketId);
        }

        return (found, moved);
    }

    private static (Guid Asset, string FaultClass)? Chain(TicketFacts f) => f is { Support: true, Counted: true, AssetId: { } asset, FaultClass: { } fault } ? (asset, fault) : null;

    // As it will be read again: what was just told must not say more than what was told before.
    private static StoredEvent Stored(KeptEvent e) => Story.Normal(new StoredEvent(e.Publisher, e.Sequence, e.At, e.Type, e.Position, e.Data));
}
