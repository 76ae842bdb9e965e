using NodaTime;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Makes a ticket's history of its facts, one after the other: each either follows those before it, or is left out.</summary>
internal sealed class HistoryFold
{
    private readonly Instant _openedAt;
    private readonly List<TermsInForce> _terms = [];
    private readonly List<SignalInCycle> _signals = [];
    private readonly List<Acknowledged> _acknowledged = [];
    private readonly List<(Moment Started, List<Stretch> Stops, List<Stretch> Closed)> _cycles = [];
    private readonly List<(Moment Resolved, Moment Closed)> _ends = [];
    private readonly List<Fact> _happened = [];
    private readonly List<MergeSpan> _merges = [];
    private readonly Waits _waits = new();
    private readonly RecurringRuns _unanswered = new();
    private readonly RecurringRuns _contacts = new();
    private readonly TeamStays _stays = new();
    private Instant _lastAt;
    private Moment? _cancelled;
    private bool _wroteWhileResolved;

    private HistoryFold(Opened opened)
    {
        (_openedAt, _lastAt) = (opened.At, opened.At);
        _happened.Add(opened);
        Begin(new(opened.At, 0));
    }

    private List<Stretch> Stops => _cycles[^1].Stops;

    private List<Stretch> ClosedStops => _cycles[^1].Closed;

    private bool IsResolved => Stops is [.., { To: null }];

    private bool IsClosed => ClosedStops is [.., { To: null }];

    /// <summary>The history of a ticket.</summary>
    /// <param name="opened">Its opening.</param>
    /// <param name="facts">The facts in order, the opening among them; what lies before the opening counts at it.</param>
    /// <param name="leftOut">Facts that were left out before.</param>
    public static TicketHistory Run(Opened opened, IEnumerable<Fact> facts, IEnumerable<Fact> leftOut)
    {
        var fold = new HistoryFold(opened);
        var unable = leftOut.ToList();
        foreach (var fact in facts)
        {
            if (!(ReferenceEquals(fact, opened) || fold.Apply(fact, Instant.Max(fact.At, opened.At))))
            {
                unable.Add(fact);
            }
        }

        return fold.Done(unable);
    }

    private TicketHistory Done(IReadOnlyList<Fact> leftOut) => new(_waits.ToLine(), _unanswered.All, _contacts.All, _stays, _happened)
    {
        OpenedAt = _openedAt,
        Cancelled = _cancelled,
        LastAt = _lastAt,
        Cycles =
        [
            .. _cycles.Select((c, i) => new ServiceCycle(
                i + 1, c.Started, i + 1 < _cycles.Count ? _cycles[i + 1].Started : null, c.Stops is [.., { To: null }] ? _ends[i].Resolved : null, c.Stops)
            {
                Closed = c.Closed is [.., { To: null }] ? _ends[i].Closed : null,
                ClosedStops = c.Closed,
            }),
        ],
        Merges = _merges,
        Terms = _terms,
        Signals = _signals,
        Acknowledgements = _acknowledged,
        LeftOut = leftOut,
    };

    private bool Apply(Fact fact, Instant at)
    {
        var then = new Moment(at, _happened.Count);
        _happened.Add(fact);
        var follows = _cancelled is null && fact switch
        {
            Opened => false,
            TermsChosen chosen => Choose(chosen, then),
            Signalled signalled => Take(signalled.Signal, then),
            TeamEntered entered => Enter(entered.Team, then),
            Acknowledged acknowledged => Acknowledge(acknowledged),
            Paused paused => Pause(paused, at),
            Resumed resumed => resumed.Reason is { } reason ? _waits.End(reason, at) : _waits.EndAll(at),
            Clocks.Resolved => Resolve(then),
            Closed => Close(then),
            Reopened reopened => Reopen(then, reopened.NewCycle),
            Clocks.Cancelled => Cancel(then),
            Merged => Merge(then),
            Unmerged => Unmerge(then),
            _ => throw new InvalidOperationException($"{fact.GetType().Name} is no known fact."),
        };
        _lastAt = Instant.Max(_lastAt, at);
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
        _stays.Enter(team, then, _cycles.Count);
        return true;
    }

    private bool Acknowledge(Acknowledged acknowledged)
    {
        _acknowledged.Add(acknowledged);
        return true;
    }

    private bool Pause(Paused paused, Instant at)
    {
        if (IsResolved || _waits.IsFor(paused.Reason))
        {
            return false;
        }

        if (paused.Previous is { } previous)
        {
            _waits.End(previous, at);
        }

        _waits.Begin(paused.Reason, at);
        return true;
    }

    private bool Resolve(Moment then)
    {
        if (IsResolved)
        {
            return false;
        }

        _waits.EndAll(then.At);
        Stops.Add(new(then.At, null));
        _ends[^1] = (then, default);
        return true;
    }

    private bool Close(Moment then)
    {
        if (IsClosed)
        {
            return false;
        }

        // What was not resolved is resolved by it.
        Resolve(then);
        ClosedStops.Add(new(then.At, null));
        _ends[^1] = (_ends[^1].Resolved, then);
        return true;
    }

    private void Begin(Moment then)
    {
        _cycles.Add((then, [], []));
        _ends.Add(default);
    }

    private bool Reopen(Moment then, bool? anew)
    {
        if (!IsResolved)
        {
            return false;
        }

        var (resolvedAt, at) = (Stops[^1].From, then.At);
        var window = _terms.LastOrDefault()?.Terms?.ReopenWindow ?? Policies.Terms.UsualReopenWindow;
        if (!(anew ?? at > resolvedAt + window))
        {
            Stops[^1] = new(resolvedAt, at);
            if (IsClosed)
            {
                ClosedStops[^1] = new(ClosedStops[^1].From, at);
            }
        }
        else
        {
            // What was open ended with the resolution; the new cycle owes nothing for it.
            _unanswered.Abandon();
            _contacts.Abandon();
            _stays.Abandon();
            Begin(then);
            _stays.Begin(then, _cycles.Count);
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
        _waits.EndAll(then.At);
        _cancelled = then;
        return true;
    }

    private bool Merge(Moment then)
    {
        if (_merges is [.., { To: null }])
        {
            return false;
        }

        _merges.Add(new(then, null));
        return true;
    }

    private bool Unmerge(Moment then)
    {
        if (_merges is not [.., { To: null }])
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
}
