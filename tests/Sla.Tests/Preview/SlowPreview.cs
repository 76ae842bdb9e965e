using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain.Preview;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>
/// What a preview should answer, told second by second and event by event from the words of the contract. Instants must be whole seconds
/// within a few days after the first day given; what would be due later is not seen.
/// </summary>
internal sealed partial class SlowPreview
{
    private static readonly Dictionary<string, string> _meets = new()
    {
        ["customerMessage"] = "", ["agentMessage"] = "firstResponse", ["fixPlan"] = "diagnosis", ["remoteSession"] = "remoteAssistance", ["arrived"] = "onSiteArrival",
    };

    private readonly SlowHours _hours;
    private readonly List<SlowEntry> _past = [];
    private readonly Dictionary<string, SlowPause> _pauses = [];
    private SlowTerms _terms;
    private long _time;
    private int _cycle;
    private bool _resolved;
    private long _resolvedAt;
    private long? _closedAt;
    private int _resolvedEntry;
    private SlowTerms _resolvedTerms;
    private (long At, int Entry) _begun;
    private readonly SlowRuns _next;
    private readonly SlowRuns _update;

    private SlowPreview(PreviewRequest request, SlowHours hours)
    {
        (_hours, _terms) = (hours, new(request.Terms!));
        _resolvedTerms = _terms;
        (_next, _update) = (new("nextResponse", Attach), new("update", Attach));
        var now = SecondOf(request.Now!);
        Now = now;
        var events = request.Events!.Select((e, i) => (Event: e, Index: i, At: SecondOf(e.At!))).OrderBy(e => e.At).ToList();
        foreach (var (e, index, at) in events)
        {
            if (at > now)
            {
                Problems.Add((index, "after-now"));
                continue;
            }

            Move(at);
            if (!Take(e))
            {
                Problems.Add((index, "cannot-follow"));
            }
        }

        Move(now);
        foreach (var clock in Clocks)
        {
            clock.Judge(now, included: true);
        }
    }

    public SlowHours Hours => _hours;

    public long Now { get; }

    /// <summary>In the order in which they were attached.</summary>
    public List<SlowClock> Clocks { get; } = [];

    public List<(int Index, string Code)> Problems { get; } = [];

    public IReadOnlyList<SlowPause> Pauses => [.. _pauses.Values];

    public static SlowPreview Of(PreviewRequest request, SlowHours hours) => new(request, hours);

    private long SecondOf(string at) => (long)(InstantPattern.ExtendedIso.Parse(at).Value - _hours.First).TotalSeconds;

    private SlowStretch Stretch(long to) => new(_time, to, [.. _pauses.Values], _resolved ? _resolvedAt : null, _closedAt);

    private void Move(long to)
    {
        if (to > _time && _cycle > 0)
        {
            var stretch = Stretch(to);
            _past.Add(stretch);
            Clocks.ForEach(c => c.Pass(stretch));
        }

        _time = Math.Max(_time, to);
        Clocks.ForEach(c => c.Judge(to));
    }

    private bool Take(PreviewEvent e)
    {
        if (_cycle == 0 != (e.Type == "opened"))
        {
            return false;
        }

        switch (e.Type)
        {
            case "opened":
                Begin();
                return true;
            case "note":
                return true;
            case "customerMessage" or "agentMessage" or "fixPlan" or "remoteSession" or "arrived":
                Fact(e.Type);
                return true;
            case "paused":
                return !_resolved && _pauses.TryAdd(e.Reason!, new(e.Reason!, _time));
            case "resumed":
                return e.Reason is { } reason ? _pauses.Remove(reason) : ClearPauses();
            case "resolved":
                return !_resolved && Resolve("resolved");
            case "closed":
                return _closedAt is null && Close();
            case "reopened":
                return _resolved && Reopen();
            case "termsChanged":
                Change(new(_time, new(e.Terms!), e.Retroactive ?? true));
                return true;
            default:
                throw new ArgumentException($"No such event: {e.Type}.");
        }
    }

    private void Begin()
    {
        _cycle++;
        _begun = (_time, _past.Count);
        foreach (var name in PerCycle(_terms).Where(n => !_terms.Starts.ContainsKey(n)))
        {
            Attach(name, _cycle, _time);
        }
    }

    private IEnumerable<string> PerCycle(SlowTerms terms) =>
        terms.Seconds.Keys.Except(terms.Extra.Keys).Concat(terms.Either.Keys).Concat(terms.Extra.Keys).Where(n => n is not ("nextResponse" or "update") && (n != "firstResponse" || _cycle == 1));

    private SlowClock? Attach(string name, int cycle, long start)
    {
        if (!_terms.Seconds.ContainsKey(name) && !_terms.Either.ContainsKey(name))
        {
            return null;
        }

        var clock = new SlowClock(name, cycle, _terms, start, _hours);
        Clocks.Add(clock);
        return clock;
    }

    private void Fact(string type)
    {
        var fact = new SlowFact(_time, type, _meets[type], _resolved);
        _past.Add(fact);
        if (!_resolved)
        {
            Happen(fact);
        }
    }

    private void Happen(SlowFact fact)
    {
        Clocks.ForEach(c => c.Happen(fact));
        if (fact.Type == "agentMessage")
        {
            _next.Ends(fact);
            _update.Ends(fact);
        }

        foreach (var name in PerCycle(_terms).Where(n => _terms.Starts.GetValueOrDefault(n) == fact.Type).ToList())
        {
            // What was kept in this cycle is not asked for again.
            if (BegunOf(name, _past.Count) is { } begun && ReferenceEquals(_past[begun.Entry], fact) && !Clocks.Any(c => c.Name == name && c.Cycle == _cycle && c.Verdict))
            {
                Attach(name, _cycle, fact.At);
            }
        }

        if (!fact.Resolved && fact.Type is "agentMessage" or "customerMessage")
        {
            (fact.Type == "agentMessage" ? _update : _next).Begins(fact.At);
        }
    }

    private bool ClearPauses()
    {
        var any = _pauses.Count > 0;
        _pauses.Clear();
        return any;
    }

    private bool Close()
    {
        if (!_resolved)
        {
            Resolve("closed");
        }

        _closedAt = _time;
        Clocks.ForEach(c => c.Close(_time));
        return true;
    }

    private bool Resolve(string how)
    {
        (_resolved, _resolvedAt, _resolvedEntry, _resolvedTerms) = (true, _time, _past.Count, _terms);
        _pauses.Clear();
        Clocks.ForEach(c => c.Resolve(_time, how));
        return true;
    }

    private bool Reopen()
    {
        (_resolved, _closedAt) = (false, null);
        var since = _past.Skip(_resolvedEntry).ToList();
        if (_time - _resolvedAt > _terms.Window)
        {
            Clocks.ForEach(c => c.Abandon(_time));
            Clocks.ForEach(c => c.Rest());
            _next.Forget();
            _update.Forget();
            Begin();
        }
        else
        {
            // What was done while resolved counts, and so do the terms that were agreed then.
            Clocks.ForEach(c => c.BringBack());
            var newest = _terms;
            _terms = _resolvedTerms;
            for (var i = 0; i < since.Count; i++)
            {
                if (since[i] is SlowFact fact)
                {
                    Clocks.ForEach(c => c.Judge(fact.At));
                    Happen(fact);
                }
                else if (since[i] is SlowChange change)
                {
                    Replace(change, _resolvedEntry + i);
                    _terms = change.Terms;
                }
            }

            _terms = newest;
            Clocks.ForEach(c => c.Judge(_time));
        }

        var messages = since.OfType<SlowFact>().Where(f => f.Type is "customerMessage" or "agentMessage").ToList();
        if (messages is [.., { Type: "customerMessage" }])
        {
            _next.Begins(_time);
        }

        return true;
    }
}
