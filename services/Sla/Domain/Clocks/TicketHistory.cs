using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>What a ticket went through, folded from its facts: cycles, waiting, terms and what meets clocks. No clock is in it.</summary>
public sealed class TicketHistory
{
    private readonly List<PauseSpan> _pauses = [];
    private readonly List<TermsChosen> _terms = [];
    private readonly List<Instant> _agentContacts = [];
    private readonly List<Instant> _fixPlans = [];
    private readonly List<Fact> _leftOut = [];
    private readonly List<(int Number, Instant StartedAt, List<Stretch> Stops)> _cycles = [];
    private Dictionary<string, Instant> _waiting = [];

    private TicketHistory(Instant openedAt)
    {
        OpenedAt = openedAt;
        LastAt = openedAt;
        _cycles.Add((1, openedAt, []));
    }

    public Instant OpenedAt { get; }

    /// <summary>When the ticket ended without being worked; null if it did not.</summary>
    public Instant? CancelledAt { get; private set; }

    /// <summary>The last fact's instant.</summary>
    public Instant LastAt { get; private set; }

    public IReadOnlyList<ServiceCycle> Cycles =>
        [.. _cycles.Select((c, i) => new ServiceCycle(c.Number, c.StartedAt, i + 1 < _cycles.Count ? _cycles[i + 1].StartedAt : null, c.Stops))];

    /// <summary>Every stretch of waiting in order of its start; the end is null where it goes on.</summary>
    public IReadOnlyList<PauseSpan> Pauses => _pauses;

    /// <summary>The terms in force, one after the other; the first count from the opening.</summary>
    public IReadOnlyList<TermsChosen> Terms => _terms;

    public IReadOnlyList<Instant> AgentContacts => _agentContacts;

    public IReadOnlyList<Instant> FixPlans => _fixPlans;

    /// <summary>Facts that cannot follow the ones before them, such as a resume of what does not wait; they change nothing.</summary>
    public IReadOnlyList<Fact> LeftOut => _leftOut;

    private List<Stretch> Stops => _cycles[^1].Stops;

    private bool IsResolved => Stops is [.., { To: null }];

    /// <summary>Folds facts given in any order, repeated ones included; null as long as the opening is not among them.</summary>
    public static TicketHistory? Of(IEnumerable<Fact> facts)
    {
        var ordered = facts.Distinct().ToList();
        ordered.Sort(FactOrder.Instance);
        if (ordered.OfType<Opened>().FirstOrDefault() is not { } opened)
        {
            return null;
        }

        var history = new TicketHistory(opened.At);
        foreach (var fact in ordered)
        {
            if (!history.Apply(fact, Instant.Max(fact.At, opened.At)))
            {
                history._leftOut.Add(fact);
            }
        }

        history.KeepWhatStillWaits();
        return history;
    }

    // An answered call may lie moments before the ticket that it opened: it counts at the opening.
    private bool Apply(Fact fact, Instant at)
    {
        LastAt = Instant.Max(LastAt, at);
        if (CancelledAt is not null)
        {
            return false;
        }

        switch (fact)
        {
            case Opened:
                return at == OpenedAt;
            case TermsChosen chosen:
                return Choose(chosen);
            case AgentContact:
                _agentContacts.Add(at);
                return true;
            case FixPlanDelivered:
                _fixPlans.Add(at);
                return true;
            case CustomerContact:
                return true;
            case Paused paused:
                return Pause(paused, at);
            case Resumed resumed:
                return Resume(resumed.Reason, at);
            case Resolved:
                return Resolve(at);
            case Closed:
                return IsResolved || Resolve(at);
            case Reopened:
                return Reopen(at);
            case Cancelled:
                EndWaiting(at);
                CancelledAt = at;
                return true;
            default:
                throw new InvalidOperationException($"{fact.GetType().Name} is no known fact.");
        }
    }

    private bool Choose(TermsChosen chosen)
    {
        if (_terms is [] || _terms[^1].Traits != chosen.Traits)
        {
            _terms.Add(chosen);
        }

        return true;
    }

    private bool Pause(Paused paused, Instant at)
    {
        if (IsResolved || _waiting.ContainsKey(paused.Reason))
        {
            return false;
        }

        if (paused.Previous is { } previous)
        {
            Resume(previous, at);
        }

        _waiting.Add(paused.Reason, at);
        return true;
    }

    private bool Resume(string? reason, Instant at)
    {
        if (reason is null)
        {
            var waited = _waiting.Count > 0;
            EndWaiting(at);
            return waited;
        }

        if (!_waiting.Remove(reason, out var since))
        {
            return false;
        }

        _pauses.Add(new(reason, new(since, at)));
        return true;
    }

    private bool Resolve(Instant at)
    {
        if (IsResolved)
        {
            return false;
        }

        EndWaiting(at);
        Stops.Add(new(at, null));
        return true;
    }

    private bool Reopen(Instant at)
    {
        if (!IsResolved)
        {
            return false;
        }

        var resolvedAt = Stops[^1].From;
        var window = (_terms.LastOrDefault()?.Terms?.ReopenWindow) ?? Policies.Terms.UsualReopenWindow;
        if (at <= resolvedAt + window)
        {
            Stops[^1] = new(resolvedAt, at);
        }
        else
        {
            _cycles.Add((_cycles.Count + 1, at, []));
        }

        return true;
    }

    private void EndWaiting(Instant at)
    {
        _pauses.AddRange(_waiting.Select(w => new PauseSpan(w.Key, new(w.Value, at))));
        _waiting = [];
    }

    private void KeepWhatStillWaits()
    {
        _pauses.AddRange(_waiting.Select(w => new PauseSpan(w.Key, new(w.Value, null))));
        _pauses.Sort((a, b) => a.Time.From != b.Time.From ? a.Time.From.CompareTo(b.Time.From) : string.CompareOrdinal(a.Reason, b.Reason));
    }
}
