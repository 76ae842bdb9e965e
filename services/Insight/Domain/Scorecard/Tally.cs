using NodaTime;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A ticket's share of one holder: what was measured while this team and engineer had it. Maintenance runs have one such row each.</summary>
/// <param name="Id">The ticket, or the run.</param>
/// <param name="At">When the ticket was opened, or the run was due.</param>
/// <param name="Position">The place in the tenant's record of the latest event that had a say.</param>
public sealed record FactRow(
    Guid Id, DateTimeOffset At, long Position, Guid Team, Guid Engineer, Guid? Product, Guid? Customer, Guid? Contract, IReadOnlyList<KeyValuePair<Cell, Sum>> Cells)
{
    /// <summary>Everybody whose figures it belongs to.</summary>
    public IEnumerable<SubjectKey> Subjects => Tally.SubjectsOf(Team, Engineer, Product, Customer, Contract);

    /// <summary>
    /// Which measures it has at all, as bits: two for each measure, the lower for bucket 0, the higher for all others. Finds rare tickets
    /// among many without unpacking each row.
    /// </summary>
    public long Marks => Cells.Aggregate(0L, (marks, cell) => marks | Mark(cell.Key.Measure, cell.Key.Bucket));

    public static long Mark(Measure measure, int bucket) => 1L << (((int)measure * 2) + (bucket == 0 ? 0 : 1));
}

/// <summary>What a ticket adds to fault statistics: one row for each thing it names.</summary>
public readonly record struct ItemKey(SubjectKey Subject, Month Month, string Kind, string Item);

/// <summary>How often, how many of them solved and come back, and the seconds to their recovery (of waits: waited).</summary>
public readonly record struct ItemSum(long Opened, long Resolved, long Repeats, long Seconds)
{
    public static ItemSum operator +(ItemSum left, ItemSum right) =>
        new(left.Opened + right.Opened, left.Resolved + right.Resolved, left.Repeats + right.Repeats, left.Seconds + right.Seconds);

    public static ItemSum operator -(ItemSum left, ItemSum right) =>
        new(left.Opened - right.Opened, left.Resolved - right.Resolved, left.Repeats - right.Repeats, left.Seconds - right.Seconds);

    public static ItemSum Add(ItemSum left, ItemSum right) => left + right;

    public static ItemSum Subtract(ItemSum left, ItemSum right) => left - right;
}

/// <summary>From facts to rows and sums.</summary>
public static class Tally
{
    /// <summary>The kinds of item.</summary>
    public const string Module = "module", Cause = "cause", Class = "class", Version = "version", Cluster = "cluster", Wait = "wait";

    public static IEnumerable<SubjectKey> SubjectsOf(Guid team, Guid engineer, Guid? product, Guid? customer, Guid? contract)
    {
        yield return new SubjectKey(Subject.All, Guid.Empty);
        if (team != Guid.Empty) yield return new SubjectKey(Subject.Team, team);
        if (engineer != Guid.Empty) yield return new SubjectKey(Subject.Engineer, engineer);
        if (product is { } p) yield return new SubjectKey(Subject.Product, p);
        if (customer is { } c) yield return new SubjectKey(Subject.Customer, c);
        if (contract is { } k) yield return new SubjectKey(Subject.Contract, k);
    }

    /// <summary>One row for each holder, in a fixed order.</summary>
    public static IReadOnlyList<FactRow> Rows(TicketFacts facts, DateTimeZone? zone)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return [.. facts.Observations.GroupBy(o => (Team: o.Holder.Team ?? Guid.Empty, Engineer: o.Holder.Engineer ?? Guid.Empty))
            .OrderBy(g => g.Key)
            .Select(g => new FactRow(facts.TicketId, facts.OpenedAt, facts.Position, g.Key.Team, g.Key.Engineer, facts.ProductId, facts.CustomerId, facts.ContractId,
                [.. g.GroupBy(o => new Cell(Month.Of(o.At, zone), o.Measure, o.Bucket))
                    .Select(c => KeyValuePair.Create(c.Key, c.Aggregate(default(Sum), (sum, o) => sum + new Sum(o.Count, o.Total))))
                    .OrderBy(c => c.Key.Code)]))];
    }

    /// <summary>What it adds to fault statistics. Maintenance and what ended without being worked add nothing to faults.</summary>
    public static IEnumerable<KeyValuePair<ItemKey, ItemSum>> Items(TicketRow ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (!ticket.Counted) yield break;
        var sum = new ItemSum(1, ticket.ResolvedAt is null ? 0 : 1, ticket.RepeatOf is null ? 0 : 1, ticket.RecoverySeconds ?? 0);
        foreach (var subject in SubjectsOf(ticket.Team, ticket.Engineer, ticket.Product, ticket.Customer, ticket.Contract))
        {
            foreach (var (reason, seconds) in ticket.Waits) yield return One(Wait, reason, new ItemSum(1, 0, 0, seconds));
            if (!ticket.Support) continue;
            if (ticket.Module is { } module) yield return One(Module, module, sum);
            if (ticket.Cause is { } cause) yield return One(Cause, cause, sum);
            if (ticket.FaultClass is { } fault) yield return One(Class, fault, sum);
            if (ticket.Version is { } version) yield return One(Version, version, sum);
            if (subject.Kind == Subject.Product && (ticket.FaultClass ?? ticket.Cause) is not null)
                yield return One(Cluster, ClusterName.Write(ticket.Module, ticket.FaultClass, ticket.Cause), sum);

            KeyValuePair<ItemKey, ItemSum> One(string kind, string item, ItemSum value) => KeyValuePair.Create(new ItemKey(subject, ticket.Month, kind, item), value);
        }
    }
}

/// <summary>A cluster's name: module, fault class and cause, with a character between that none of them has.</summary>
public static class ClusterName
{
    private const char Between = '\u001f';

    public static string Write(string? module, string? faultClass, string? cause) => string.Join(Between, module, faultClass, cause);

    public static (string? Module, string? FaultClass, string? Cause) Read(string name)
    {
        var parts = (name ?? "").Split(Between);
        return (Part(0), Part(1), Part(2));

        string? Part(int i) => i < parts.Length && parts[i].Length > 0 ? parts[i] : null;
    }
}
