using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Board;

/// <summary>How a ticket stands with its promises, as the counters of the same names count it.</summary>
public enum BoardDue
{
    /// <summary>A promise is missed and unmet.</summary>
    Breached,

    /// <summary>None is missed, and one is due within Dispatch:DueSoonMinutes.</summary>
    Soon,
}

/// <summary>Which tickets the board shows.</summary>
/// <param name="States">Only these; empty for all that <paramref name="Open"/> lets through.</param>
/// <param name="Open">Open tickets, or closed and cancelled ones; not asked when states are given that settle it.</param>
internal sealed record BoardFilter(
    string Tenant, IReadOnlyList<TicketState> States, bool Open, Guid? Team, Guid? Engineer, int? Severity, BoardMatches? Found, BoardDue? Due)
{
    /// <summary>Whose tickets: the counters count these, whatever else the list is narrowed by.</summary>
    public IQueryable<Ticket> Whose(DispatchDb db)
    {
        var tickets = db.Tickets.AsNoTracking().Where(t => t.Tenant == Tenant);
        if (Team is { } team) tickets = tickets.Where(t => t.TeamId == team);
        if (Engineer is { } engineer) tickets = tickets.Where(t => t.EngineerId == engineer);
        return tickets;
    }

    /// <summary>Tickets that are in time yet, but have to be met within <paramref name="soon"/>.</summary>
    public static IQueryable<Ticket> DueSoon(IQueryable<Ticket> tickets, DateTimeOffset now, TimeSpan soon)
    {
        var until = now + soon;
        return tickets.Where(t => t.IsOpen && t.State != TicketState.Resolved && !t.Breached && t.DueKey > now && t.DueKey <= until);
    }

    public IQueryable<Ticket> Apply(DispatchDb db, DateTimeOffset now, TimeSpan soon)
    {
        var missed = now.AddMinutes(1);
        var tickets = Whose(db);
        tickets = Open ? tickets.Where(t => t.IsOpen) : tickets.Where(t => !t.IsOpen);
        tickets = InStates(tickets);
        tickets = OfSeverity(tickets);
        tickets = Due switch
        {
            // What was missed was due: said once more, so that the list is read from its head only.
            BoardDue.Breached => tickets.Where(t => t.Breached && t.State != TicketState.Resolved && t.DueKey <= missed),
            BoardDue.Soon => DueSoon(tickets, now, soon),
            _ => tickets,
        };
        return Found switch
        {
            { Few: { } few } => tickets.Where(t => few.Contains(t.Id)),
            // Many have it: going through the list in its order meets a page of them soon.
            { Pattern: var pattern } => tickets.Where(BoardSearch.Holds(pattern)),
            _ => tickets,
        };
    }

    /// <summary>Said as a constant where few open tickets are in it: PostgreSQL takes a partial index only for what it can see.</summary>
    private IQueryable<Ticket> InStates(IQueryable<Ticket> tickets) => States switch
    {
        [] => tickets,
        [TicketState.Open] => tickets.Where(t => t.State == TicketState.Open),
        [TicketState.Waiting] => tickets.Where(t => t.State == TicketState.Waiting),
        [TicketState.Resolved] => tickets.Where(t => t.State == TicketState.Resolved),
        _ => tickets.Where(t => States.Contains(t.State)),
    };

    private IQueryable<Ticket> OfSeverity(IQueryable<Ticket> tickets) => Severity switch
    {
        null => tickets,
        1 => tickets.Where(t => t.Severity == 1),
        2 => tickets.Where(t => t.Severity == 2),
        { } severity => tickets.Where(t => t.Severity == severity),
    };

    /// <summary>States from the query: words, several separated by commas; all open ones or all ended ones.</summary>
    /// <exception cref="ProblemException">400: an unknown word, or open and ended states together.</exception>
    public static (IReadOnlyList<TicketState> States, bool Open) ReadStates(string? text, bool? open)
    {
        List<TicketState> states = [];
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            states.Add(EnumText.Find<TicketState>(word) ?? throw Problems.InvalidField("state", "There is no such state."));
        if (states.Count == 0) return (states, open ?? true);
        var ended = states.Count(s => s is TicketState.Closed or TicketState.Cancelled);
        if (ended > 0 && ended < states.Count)
            throw Problems.InvalidField("state", "Open and ended states are listed apart.");
        return (states, ended == 0);
    }
}
