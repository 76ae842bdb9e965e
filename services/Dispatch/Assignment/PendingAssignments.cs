using System.Collections.Concurrent;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Assignments chosen by this instance whose commit others cannot see yet. Tickets that open at the same moment are counted
/// against each other by this instead of by a lock on the engineer's row, which would make all openings wait for one another.
/// Instances do not see each other's: then the load may differ by what they have in flight, and evens out with the next tickets.
/// </summary>
internal sealed class PendingAssignments(TimeProvider time)
{
    /// <summary>An entry older than this was rolled back, or is visible and was not looked for.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Pending> _byTicket = [];
    private readonly Lock _choosing = new();

    /// <summary>Tickets whose assignments may not be visible to a query that starts now.</summary>
    public Guid[] Tickets()
    {
        foreach (var (ticket, pending) in _byTicket)
            if (time.GetElapsedTime(pending.Since) > s_longest)
                _byTicket.TryRemove(ticket, out _);
        return [.. _byTicket.Keys];
    }

    /// <summary>
    /// Chooses for <paramref name="ticket"/> with what is pending added to load and places, and remembers the choice: so choices made at once spread
    /// instead of waiting for the same person's last place, which only one of them gets. Where what is pending leaves nobody a place it is not
    /// counted: whether it stays is known when whoever is chosen is held.
    /// </summary>
    /// <param name="ticket">The ticket to assign.</param>
    /// <param name="work">What it takes a place of.</param>
    /// <param name="visible">Pending tickets that the candidates' load counts already.</param>
    /// <param name="candidates">The candidates as the database knows them.</param>
    /// <param name="choose">The ranking.</param>
    public Choice Choose(
        Guid ticket, WorkClass work, IEnumerable<Guid> visible, IReadOnlyList<Candidate> candidates, Func<IReadOnlyList<Candidate>, Choice> choose)
    {
        lock (_choosing)
        {
            foreach (var seen in visible)
                _byTicket.TryRemove(seen, out _);
            // What was chosen for it before came to nothing.
            _byTicket.TryRemove(ticket, out _);
            var choice = choose(WithPending(candidates, places: true));
            if (choice.Engineer is null && !_byTicket.IsEmpty) choice = choose(WithPending(candidates, places: false));
            if (choice.Engineer is { } engineer)
                _byTicket[ticket] = new Pending(engineer.Id, work, time.GetTimestamp());
            return choice;
        }
    }

    /// <summary>
    /// The candidates with what is pending added to their load: for choices of many tickets in one transaction, which count themselves, and count
    /// somebody's places when they hold him.
    /// </summary>
    public IReadOnlyList<Candidate> Count(IEnumerable<Guid> visible, IReadOnlyList<Candidate> candidates)
    {
        lock (_choosing)
        {
            foreach (var seen in visible)
                _byTicket.TryRemove(seen, out _);
            return WithPending(candidates, places: false);
        }
    }

    private IReadOnlyList<Candidate> WithPending(IReadOnlyList<Candidate> candidates, bool places)
    {
        if (_byTicket.IsEmpty) return candidates;
        var pending = _byTicket.Values.ToLookup(p => p.Engineer, p => p.Class);
        return [.. candidates.Select(c => pending.Contains(c.Engineer.Id) ? With(c, [.. pending[c.Engineer.Id]], places) : c)];
    }

    private static Candidate With(Candidate c, WorkClass[] more, bool places) => c with
    {
        OpenTickets = Math.Min(Ranking.FullLoad, c.OpenTickets + more.Length),
        InHand = places ? more.Aggregate(c.InHand, (inHand, work) => inHand.Plus(work)) : c.InHand,
    };

    private readonly record struct Pending(Guid Engineer, WorkClass Class, long Since);
}
