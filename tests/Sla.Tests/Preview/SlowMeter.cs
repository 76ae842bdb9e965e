using NodaTime;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>Counts open seconds one after another, and notes when the promise, and each warning, is used up.</summary>
internal sealed class SlowMeter(SlowHours hours, long target, int[] warnAt)
{
    private int _warning;

    public long Target => target;

    public long Elapsed { get; private set; }

    public long? Due { get; private set; }

    /// <summary>Percent and instant in ticks since the model's first second.</summary>
    public List<(int Percent, long Ticks)> Warned { get; } = [];

    public void Walk(long from, long to)
    {
        var (next, open) = (Next(), hours.Open);
        for (var second = from; second < to; second++)
        {
            if (!open[second])
            {
                continue;
            }

            if (++Elapsed >= next)
            {
                Note(second);
                next = Next();
            }
        }
    }

    /// <summary>When it would be used up if nothing stopped it from there on; null beyond the model's last second.</summary>
    public long? Ahead(long from)
    {
        if (Due is not null)
        {
            return Due;
        }

        var (elapsed, open) = (Elapsed, hours.Open);
        for (var second = from; second < open.Length; second++)
        {
            if (open[second] && ++elapsed == target)
            {
                return second + 1;
            }
        }

        return null;
    }

    private long Next()
    {
        var due = Due is null ? target : long.MaxValue;
        return _warning < warnAt.Length ? Math.Min(due, ((target / 100 * warnAt[_warning]) + (((target % 100 * warnAt[_warning]) + 99) / 100))) : due;
    }

    private void Note(long second)
    {
        // A share of the target may fall inside a second: that part of it is exact, in hundredths.
        while (_warning < warnAt.Length && target * warnAt[_warning] <= Elapsed * 100)
        {
            var missing = (Elapsed * 100) - (target * warnAt[_warning]);
            Warned.Add((warnAt[_warning], ((second + 1) * NodaConstants.TicksPerSecond) - (missing * NodaConstants.TicksPerSecond / 100)));
            _warning++;
        }

        if (Due is null && Elapsed >= target)
        {
            Due = second + 1;
        }
    }
}
