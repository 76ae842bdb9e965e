using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>What a ticket went through, folded from its facts: cycles, waiting, terms and what starts and meets clocks. No clock is in it.</summary>
public sealed class TicketHistory
{
    private readonly List<PauseSpan> _pauses = [];

    // For each pause the latest end among it and those before it.
    private readonly List<Instant> _endsBy = [];
    private readonly List<TermsInForce> _terms = [];
    private readonly List<SignalInCycle> _signals = [];
    private readonly List<Acknowledged> _acknowledged = [];
    private readonly List<Fact> _leftOut = [];
    private readonly List<(Moment Started, List<Stretch> Stops)> _cycles = [];
    private readonly List<Moment> _resolutions = [];
    private readonly List<MergeSpan> _merges = [];
    private readonly RecurringRuns _unanswered = new();
    private readonly RecurringRuns _contacts = new();
    private readonly Dictionary<string, RecurringRuns> _stays = [];
    private IReadOnlyList<ServiceCycle>? _madeCycles;
    private Dictionary<string, Instant> _waiting = [];
    private string? _team;
    private bool _wroteWhileResolved;
    private int _order;

    private TicketHistory(Instant openedAt)
    {
        OpenedAt = openedAt;
        LastAt = openedAt;
        _cycles.Add((new(openedAt, 0), []));
        _resolutions.Add(default);
    }

    public Instant OpenedAt { get; }

    /// <summary>When the ticket ended without being worked; null if it did not.</summary>
    public Moment? Cancelled { get; private set; }

    public Instant? CancelledAt => Cancelled?.At;

    /// <summary>The last fact's instant.</summary>
    public Instant LastAt { get; private set; }

    public IReadOnlyList<ServiceCycle> Cycles => _madeCycles ??=
        [.. _cycles.Select((c, i) => new ServiceCycle(
            i + 1, c.Started, i + 1 < _cycles.Count ? _cycles[i + 1].Started : null, c.Stops is [.., { To: null }] ? _resolutions[i] : null, c.Stops))];

    /// <summary>Every stretch of waiting in order of its start; the end is null where it goes on.</summary>
    public IReadOnlyList<PauseSpan> Pauses => _pauses;

    /// <summary>The waiting that touches a time, in order of its start: found by binary search, for every clock asks.</summary>
    /// <param name="from">What ended by then is left out.</param>
    /// <param name="to">What starts then or later is left out; null for no end.</param>
    public IEnumerable<PauseSpan> PausesWithin(Instant from, Instant? to)
    {
        var (low, high) = (0, _endsBy.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _endsBy[middle] > from ? (low, middle) : (middle + 1, high);
        }

        for (; low < _pauses.Count && !(_pauses[low].Time.From >= to); low++)
        {
            if (!(_pauses[low].Time.To <= from))
            {
                yield return _pauses[low];
            }
        }
    }

    /// <summary>The stretches in which it was part of another ticket, in order; the last one is open while it is.</summary>
    public IReadOnlyList<MergeSpan> Merges => _merges;

    /// <summary>True while it is part of another ticket.</summary>
    public bool IsMerged => _merges is [.., { To: null }];

    /// <summary>The terms in force, one after the other; the first count from the opening.</summary>
    public IReadOnlyList<TermsInForce> Terms => _terms;

    /// <summary>What starts and meets clocks, in order.</summary>
    public IReadOnlyList<SignalInCycle> Signals => _signals;

    /// <summary>Escalations that somebody took on, in order.</summary>
    public IReadOnlyList<Acknowledged> Acknowledgements => _acknowledged;

    /// <summary>Facts that cannot follow the ones before them, such as a resume of what does not wait; they change nothing.</summary>
    public IReadOnlyList<Fact> LeftOut => _leftOut;

    private List<Stretch> Stops => _cycles[^1].Stops;

    private bool IsResolved => Stops is [.., { To: null }];

    /// <summary>Folds facts given in any order, repeated ones included; null as long as the opening is not among them.</summary>
    public static TicketHistory? Of(IEnumerable<Fact> facts)
    {
        var ordered = facts.Distinct().ToList();
        ordered.Sort(FactOrder.Instance);
        // An answered call may lie moments before the ticket that it opened: it counts at the opening.
        return ordered.OfType<Opened>().FirstOrDefault() is { } opened ? Fold(opened, ordered) : null;
    }

    /// <summary>Folds facts in the order given, none of which may come before the opening; null when there is no opening.</summary>
    public static TicketHistory? OfOrdered(IReadOnlyList<Fact> facts)
    {
        if (facts.OfType<Opened>().FirstOrDefault() is not { } opened)
        {
            return null;
        }

        var before = facts.TakeWhile(f => f != opened).ToList();
        var history = Fold(opened, facts.Skip(before.Count));
        history._leftOut.InsertRange(0, before);
        return history;
    }

    /// <summary>The runs of a clock of the given rhythm that recurs.</summary>
    /// <param name="rhythm">Which rhythm.</param>
    /// <param name="team">The team, for <see cref="Rhythm.TeamStay"/>.</param>
    public IReadOnlyList<Occurrence> RunsOf(Rhythm rhythm, string? team) => rhythm switch
    {
        Rhythm.Unanswered => _unanswered.All,
        Rhythm.BetweenContacts => _contacts.All,
        Rhythm.TeamStay => _stays.GetValueOrDefault(team ?? "")?.All ?? [],
        _ => throw new ArgumentOutOfRangeException(nameof(rhythm), rhythm, "It does not recur."),
    };

    private static TicketHistory Fold(Opened opened, IEnumerable<Fact> facts)
    {
        var history = new TicketHistory(opened.At);
        foreach (var fact in facts)
        {
            if (!(ReferenceEquals(fact, opened) || history.Apply(fact, Instant.Max(fact.At, opened.At))))
            {
                history._leftOut.Add(fact);
            }
        }

        history.KeepWhatStillWaits();
        return history;
    }

    private bool Apply(Fact fact, Instant at)
    {
        var then = new Moment(at, ++_order);
        if (Cancelled is not null)
        {
            LastAt = Instant.Max(LastAt, at);
            return false;
        }

        var follows = fact switch
        {
            Opened => false,
            TermsChosen chosen => Choose(chosen, then),
            Signalled signalled => Take(signalled.Signal, then),
            TeamEntered entered => Enter(entered.Team, then),
            Acknowledged acknowledged => Acknowledge(acknowledged),
            Paused paused => Pause(paused, at),
            Resumed resumed => Resume(resumed.Reason, at),
            Clocks.Resolved => Resolve(then),
            Closed => IsResolved || Resolve(then),
            Reopened => Reopen(then),
            Clocks.Cancelled => Cancel(then),
            Merged => Merge(then),
            Unmerged => Unmerge(then),
            _ => throw new InvalidOperationException($"{fact.GetType().Name} is no known fact."),
        };
        LastAt = Instant.Max(LastAt, at);
        return follows;
    }

    private bool Choose(TermsChosen chosen, Moment then)
    {
        if (_terms is [] || _terms[^1].Traits != chosen.Traits || chosen.Reprocess.Length > 0)
        {
            _terms.Add(new(then, chosen));
        }

        return true;
    }

    private bool Take(Signal signal, Moment then)
    {
        _signals.Add(new(then, signal, _cycles.Count));
        switch (signal)
        {
            case Signal.CustomerMessage when IsResolved:
                // Nothing runs on a resolved ticket; should it be reopened, the message waits for its answer from then on.
                _wroteWhileResolved = true;
                break;
            case Signal.CustomerMessage:
                _unanswered.Start(then, _cycles.Count);
                break;
            case Signal.AgentMessage:
                _wroteWhileResolved = false;
                _unanswered.Meet(then);
                _contacts.Meet(then);
                if (!IsResolved)
                {
                    _contacts.Start(then, _cycles.Count);
                }

                break;
        }

        return true;
    }

    private bool Enter(string team, Moment then)
    {
        _signals.Add(new(then, Signal.Assigned, _cycles.Count));
        if (team != _team)
        {
            if (_team is not null)
            {
                _stays[_team].Meet(then);
            }

            _team = team;
            StartStay(then);
        }

        return true;
    }

    private void StartStay(Moment then)
    {
        if (_team is not null)
        {
            if (!_stays.TryGetValue(_team, out var stays))
            {
                _stays.Add(_team, stays = new());
            }

            stays.Start(then, _cycles.Count);
        }
    }

    private bool Acknowledge(Acknowledged acknowledged)
    {
        _acknowledged.Add(acknowledged);
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

    private bool Resolve(Moment then)
    {
        if (IsResolved)
        {
            return false;
        }

        EndWaiting(then.At);
        Stops.Add(new(then.At, null));
        _resolutions[^1] = then;
        return true;
    }

    private bool Reopen(Moment then)
    {
        if (!IsResolved)
        {
            return false;
        }

        var (resolvedAt, at) = (Stops[^1].From, then.At);
        var window = (_terms.LastOrDefault()?.Terms?.ReopenWindow) ?? Policies.Terms.UsualReopenWindow;
        if (at <= resolvedAt + window)
        {
            Stops[^1] = new(resolvedAt, at);
        }
        else
        {
            // What was open ended with the resolution; the new cycle owes nothing for it.
            _unanswered.Abandon();
            _contacts.Abandon();
            foreach (var stays in _stays.Values)
            {
                stays.Abandon();
            }

            _cycles.Add((then, []));
            _resolutions.Add(default);
            StartStay(then);
        }

        if (_wroteWhileResolved)
        {
            _unanswered.Start(then, _cycles.Count);
            _wroteWhileResolved = false;
        }

        return true;
    }

    private bool Cancel(Moment then)
    {
        EndWaiting(then.At);
        Cancelled = then;
        return true;
    }

    private bool Merge(Moment then)
    {
        if (IsMerged)
        {
            return false;
        }

        _merges.Add(new(then, null));
        return true;
    }

    private bool Unmerge(Moment then)
    {
        if (!IsMerged)
        {
            return false;
        }

        var since = _merges[^1].From;
        _merges[^1] = new(since, then);
        if (_terms is [.., var last])
        {
            _terms.Add(last with { Then = then, MergedSince = since });
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
        foreach (var pause in _pauses)
        {
            var end = pause.Time.To ?? Instant.MaxValue;
            _endsBy.Add(_endsBy is [.., var before] ? Instant.Max(before, end) : end);
        }
    }
}
