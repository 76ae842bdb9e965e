namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>A promise that is kept again and again, each time with a clock of its own: the next response, the periodic update.</summary>
internal sealed class SlowRuns(string name, Func<string, int, long, SlowClock?> attach)
{
    private SlowClock? _run;
    private int _count;
    private long? _since;

    /// <summary>Something that starts a run if none is on.</summary>
    public void Begins(long at)
    {
        if (_since is null)
        {
            _since = at;
            _run = attach(name, ++_count, at);
        }
    }

    public void Ends(SlowFact fact)
    {
        _run?.Happen(fact with { Meets = name });
        (_run, _since) = (null, null);
    }

    /// <summary>The service cycle is over, and the run with it.</summary>
    public void Forget() => (_run, _since) = (null, null);

    /// <summary>Goes on under other terms.</summary>
    public SlowClock? Replaced(SlowChange change)
    {
        if (_since is not { } since)
        {
            return null;
        }

        _run = attach(name, _count, change.Retroactive ? since : change.At);
        return _run;
    }
}
