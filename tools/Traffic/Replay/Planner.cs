namespace ServiceMesh.Traffic.Replay;

/// <summary>(rows, mapping) -> plan. Pure: the same log gives the same plan.</summary>
public static class Planner
{
    private const string UnknownCustomer = "Unknown customer";

    /// <summary>Makes the plan.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a value has no meaning in the mapping.</exception>
    public static ReplayPlan Make(IEnumerable<LogRow> rows, LogMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(mapping);
        var log = rows.Select(row => new RowReader(row, mapping)).ToList();
        // Rows of different tickets may be mixed; each ticket's stay in the log's order.
        var byTicket = log.GroupBy(r => r.Ticket).Select(g => g.ToList()).ToList();
        var tickets = byTicket.Select(Ticket).ToList();
        return new ReplayPlan
        {
            Rows = log.Count,
            Tickets = tickets,
            Callers = [.. log.Where(r => r.Caller is not null).DistinctBy(r => r.Caller).Select(r => new CallerPlan(r.Caller!, r.Customer ?? UnknownCustomer))],
            Teams = Teams(log, byTicket),
            Engineers = [.. log.Where(r => r.Engineer is not null).GroupBy(r => r.Engineer!)
                .Select(g => new EngineerPlan(g.Key, [.. g.Select(r => r.Team).OfType<string>().Distinct()]))],
            Expected = tickets.Aggregate(Figures.None, (sum, t) => sum + t.Expected),
        };
    }

    private static TicketPlan Ticket(List<RowReader> rows)
    {
        var (first, steps, expected) = (rows[0], new List<Step>(), new Figures(1, 0, 0, 0, 0));
        RowReader? before = null;
        foreach (var row in rows)
        {
            var state = before?.State ?? LogState.New;
            steps.AddRange(Steps(before, state, row).Select((make, part) => make(row.Line, part)));
            expected += new Figures(
                0,
                before is null ? 0 : Math.Max(0, row.Reassignments - before.Reassignments),
                IsWaiting(row.State) && row.State != state ? 1 : 0,
                before is null ? 0 : row.Reopenings - before.Reopenings ?? (IsDone(state) && !IsDone(row.State) ? 1 : 0),
                row.State == LogState.Closed && state != LogState.Closed ? 1 : 0);
            before = row;
        }
        return new TicketPlan(first.Ticket, first.Line, rows.Count, first.Subject, first.Channel, first.Category, first.Caller, first.Impact, first.Urgency, steps, expected);
    }

    /// <summary>What changed from one row to the next, in the order in which it can be done: triage, assignments, state.</summary>
    private static IEnumerable<Func<int, int, Step>> Steps(RowReader? before, LogState from, RowReader row)
    {
        if (before is not null && row.Impact is { } impact && row.Urgency is { } urgency
            && (impact, urgency, row.Severity) != (before.Impact, before.Urgency, before.Severity))
        {
            yield return (line, part) => new TriageStep(line, part, impact, urgency, row.Severity);
        }
        for (var i = before?.Reassignments ?? row.Reassignments; i < row.Reassignments; i++)
            yield return (line, part) => new AssignStep(line, part, row.Team, row.Engineer);

        if (row.State == from) yield break;
        if (IsDone(from) && !(from == LogState.Resolved && row.State == LogState.Closed)) yield return (line, part) => new ReopenStep(line, part);
        switch (row.State)
        {
            case LogState.New or LogState.Active:
                if (IsWaiting(from)) yield return (line, part) => new ResumeStep(line, part);
                if (row.State == LogState.Active) yield return (line, part) => new StartStep(line, part);
                break;
            case LogState.Resolved:
                yield return (line, part) => new ResolveStep(line, part, row.CauseCode);
                break;
            case LogState.Closed:
                if (from != LogState.Resolved) yield return (line, part) => new ResolveStep(line, part, row.CauseCode);
                yield return (line, part) => new CloseStep(line, part);
                break;
            default:
                var reason = char.ToLowerInvariant(row.State.ToString()[0]) + row.State.ToString()[1..];
                yield return (line, part) => new PauseStep(line, part, reason);
                break;
        }
    }

    /// <summary>A category belongs to the team that most of its tickets began with, of several the first seen.</summary>
    private static List<TeamPlan> Teams(List<RowReader> log, List<List<RowReader>> byTicket)
    {
        var owners = byTicket.Select(t => t[0]).Where(r => r.Category is not null && r.Team is not null)
            .GroupBy(r => r.Category!)
            .ToLookup(g => g.GroupBy(r => r.Team!).OrderByDescending(t => t.Count()).First().Key, g => g.Key);
        return [.. log.Select(r => r.Team).OfType<string>().Distinct().Select(team => new TeamPlan(team, [.. owners[team]]))];
    }

    private static bool IsWaiting(LogState state) =>
        state is LogState.WaitingForCustomer or LogState.WaitingForVendor or LogState.WaitingForProblem or LogState.WaitingForEvidence or LogState.Scheduled;

    private static bool IsDone(LogState state) => state is LogState.Resolved or LogState.Closed;
}
