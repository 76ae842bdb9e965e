using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>A clock as it lives: told of each stretch of time and of each event, in order.</summary>
internal sealed class SlowClock
{
    private readonly SlowTerms _terms;

    public SlowClock(string name, int cycle, SlowTerms terms, long start, SlowHours hours)
    {
        (Name, Cycle, _terms, Start) = (name, cycle, terms, start);
        if (terms.Either.TryGetValue(name, out var promises))
        {
            Legs = [.. promises.Select(p => new SlowLeg(p.Clock, new SlowMeter(hours, Budget(p, start, hours), [])))];
        }
        else
        {
            Meter = new(hours, terms.Seconds[name], terms.WarnAt);
        }
    }

    public string Name { get; }

    public int Cycle { get; }

    public long Start { get; }

    public SlowMeter? Meter { get; }

    public SlowLeg[]? Legs { get; }

    public long? MetAt { get; private set; }

    /// <summary>The event that met it.</summary>
    public string? MetBy { get; private set; }

    public bool IsClosing => _terms.IsClosing(Name);

    public long? BreachedAt { get; private set; }

    /// <summary>When it stopped being counted without being met: by the resolution or by other terms.</summary>
    public long? LeftAt { get; private set; }

    /// <summary>Whether other terms took its place.</summary>
    public bool Replaced { get; private set; }

    /// <summary>Ended by the ticket's resolution, so that a reopening may bring it back.</summary>
    public bool Rests { get; private set; }

    public bool Open => MetAt is null && LeftAt is null;

    public bool Verdict => MetAt is not null && !Rests;

    public void Pass(SlowStretch stretch)
    {
        if (!Open || stretch.RestsSince(this) is not null)
        {
            return;
        }

        if (Meter is not null && !Stops(stretch.Pauses))
        {
            Meter.Walk(Math.Max(stretch.From, Start), stretch.To);
        }

        foreach (var leg in Legs ?? [])
        {
            if (!Stops(stretch.Pauses, leg))
            {
                leg.Meter.Walk(Math.Max(stretch.From, Start), stretch.To);
            }
        }
    }

    /// <summary>Sees what was missed before the second, or by it when that is the end.</summary>
    public void Judge(long second, bool included = false)
    {
        if (!Open)
        {
            return;
        }

        bool Missed(long? due) => due < second || (included && due == second);
        foreach (var leg in Legs ?? [])
        {
            leg.Missed |= leg.MetAt is null && Missed(leg.Meter.Due);
        }

        if (BreachedAt is null && (Legs is null ? Missed(Meter!.Due) : Legs.All(l => l.Missed)))
        {
            BreachedAt = Legs is null ? Meter!.Due : Legs.Max(l => l.Meter.Due);
        }
    }

    public void Happen(SlowFact fact)
    {
        if (!Open)
        {
            return;
        }

        if (Meter is not null && _terms.IsMetBy(Name, fact.Meets))
        {
            (MetAt, MetBy) = (fact.At, fact.Type);
        }

        foreach (var leg in (Legs ?? []).Where(l => l.Clock == fact.Meets))
        {
            leg.DoneAt ??= fact.At;
            if (BreachedAt is not null)
            {
                (MetAt, MetBy) = (fact.At, fact.Type);
            }
            else if (!leg.Missed)
            {
                (leg.MetAt, MetAt, MetBy) = (fact.At, fact.At, fact.Type);
            }
        }
    }

    /// <param name="second">When.</param>
    /// <param name="how">The event that resolved the ticket.</param>
    public void Resolve(long second, string how)
    {
        if (!Open || IsClosing)
        {
            return;
        }

        Rests = true;
        if (_terms.IsMetBy(Name, "resolution"))
        {
            (MetAt, MetBy) = (second, how);
            return;
        }

        Leave(second);
    }

    public void Close(long second)
    {
        if (Open && IsClosing)
        {
            (Rests, MetAt, MetBy) = (true, second, "closed");
        }
    }

    /// <summary>The next service cycle has begun, and nobody closed this one.</summary>
    public void Abandon(long second)
    {
        if (Open && IsClosing)
        {
            Leave(second);
        }
    }

    public void BringBack()
    {
        if (Rests)
        {
            // What was due at the very instant of the resolution is missed by it, but not if the ticket turns out to have gone on.
            foreach (var leg in Legs ?? [])
            {
                leg.Missed &= leg.Meter.Due != LeftAt;
            }

            BreachedAt = BreachedAt == LeftAt ? null : BreachedAt;
            Rests = false;
            (MetAt, MetBy, LeftAt) = (null, null, null);
        }
    }

    /// <summary>The next service cycle has begun: what stands, stands.</summary>
    public void Rest() => Rests = false;

    public void Replace(long second)
    {
        if (Open)
        {
            Leave(second);
            Replaced = true;
        }
    }

    public bool Stops(IEnumerable<SlowPause> pauses, SlowLeg? leg = null) => _terms.Stopped(pauses.Select(p => p.Reason), Name, leg?.Clock);

    public bool Stands(IReadOnlyList<SlowPause> pauses) => Legs is null ? Stops(pauses) : Legs.Any(l => !l.Missed && Stops(pauses, l));

    public ClockState State(IReadOnlyList<SlowPause> pauses) => (MetAt, BreachedAt, LeftAt) switch
    {
        ({ }, { }, _) => ClockState.MetLate,
        ({ }, _, _) => ClockState.Met,
        (_, { }, _) => ClockState.Breached,
        (_, _, { }) => ClockState.Cancelled,
        _ => Stands(pauses) ? ClockState.Paused : ClockState.Running,
    };

    private void Leave(long second)
    {
        Judge(second, included: true);
        LeftAt = second;
    }

    private static long Budget(SlowPromise promise, long start, SlowHours hours)
    {
        if (promise.Seconds is { } seconds)
        {
            return seconds;
        }

        if (hours.SameDay(start, promise.CutoffMinute) is not { } due)
        {
            return long.MaxValue / 200;
        }

        var open = 0L;
        for (var second = start; second < due; second++)
        {
            open += hours.Open[second] ? 1 : 0;
        }

        return open;
    }
}

/// <summary>A leg of an either-or clock.</summary>
internal sealed class SlowLeg(string clock, SlowMeter meter)
{
    public string Clock => clock;

    public SlowMeter Meter => meter;

    public bool Missed { get; set; }

    public long? MetAt { get; set; }

    public long? DoneAt { get; set; }
}

/// <summary>A piece of the past.</summary>
internal abstract record SlowEntry;

/// <summary>Time in which nothing changed.</summary>
internal sealed record SlowStretch(long From, long To, IReadOnlyList<SlowPause> Pauses, long? ResolvedAt, long? ClosedAt) : SlowEntry
{
    /// <summary>Since when the ticket was as good as over for a clock; null while it was not.</summary>
    public long? RestsSince(SlowClock clock) => clock.IsClosing ? ClosedAt : ResolvedAt;
}

/// <summary>Waiting for a reason, since a second.</summary>
internal sealed record SlowPause(string Reason, long Since);

/// <summary>Something said or done.</summary>
internal sealed record SlowFact(long At, string Type, string Meets, bool Resolved) : SlowEntry;

/// <summary>Other terms.</summary>
internal sealed record SlowChange(long At, SlowTerms Terms, bool Retroactive) : SlowEntry;
