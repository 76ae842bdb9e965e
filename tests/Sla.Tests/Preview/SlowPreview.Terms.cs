namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>Terms that change on the way.</summary>
internal sealed partial class SlowPreview
{
    private void Change(SlowChange change)
    {
        _past.Add(change);
        _terms = change.Terms;
        if (!_resolved)
        {
            Replace(change, _past.Count);
        }
    }

    private void Replace(SlowChange change, int upTo)
    {
        var current = _terms;
        _terms = change.Terms;
        Clocks.ForEach(c => c.Replace(change.At));
        foreach (var name in PerCycle(_terms).Where(n => !Clocks.Any(c => c.Name == n && c.Cycle == _cycle && c.Verdict)))
        {
            if (BegunOf(name, upTo) is not { } begun || _past.Take(upTo).Skip(begun.Entry).OfType<SlowFact>().Any(f => _terms.IsMetBy(name, f.Meets)))
            {
                continue;
            }

            var (at, entry) = change.Retroactive ? begun : (change.At, upTo);
            Relive(Attach(name, _cycle, at), entry, upTo);
        }

        foreach (var runs in (SlowRuns[])[_next, _update])
        {
            Relive(runs.Replaced(change), 0, upTo);
        }

        _terms = current;
    }

    /// <summary>Tells a clock that counts from earlier on what has been since.</summary>
    private void Relive(SlowClock? clock, int from, int upTo)
    {
        for (var i = from; clock is not null && i < upTo; i++)
        {
            if (_past[i] is SlowStretch stretch && stretch.To > clock.Start)
            {
                clock.Pass(stretch);
                clock.Judge(stretch.To);
            }
            else if (_past[i] is SlowFact fact)
            {
                clock.Happen(fact);
            }
        }
    }

    /// <summary>Where a clock counts from: the cycle's begin, or the first event of the kind that starts it; null when there was none yet.</summary>
    private (long At, int Entry)? BegunOf(string name, int upTo)
    {
        if (!_terms.Starts.TryGetValue(name, out var type))
        {
            return _begun;
        }

        for (var i = _begun.Entry; i < upTo; i++)
        {
            if (_past[i] is SlowFact fact && fact.Type == type)
            {
                return (fact.At, i);
            }
        }

        return null;
    }
}
