using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Working time being used up: a start, what stopped it, a target. The due instant is the earliest at which the target has been worked.</summary>
internal sealed class ClockRun
{
    private readonly WorkCalendar _calendar;

    /// <param name="calendar">Whose hours count.</param>
    /// <param name="startedAt">Where it starts.</param>
    /// <param name="targetTicks">Working ticks promised.</param>
    /// <param name="stopped">Stretches during which it did not run.</param>
    /// <param name="end">Where it was met or cancelled; null while neither.</param>
    public ClockRun(WorkCalendar calendar, Instant startedAt, long targetTicks, IEnumerable<Stretch> stopped, Instant? end)
    {
        _calendar = calendar;
        TargetTicks = targetTicks;
        // Stops that begin when the clock has ended, or later, are none of its business: meeting comes before pausing. One in which it ends is over
        // with it: nothing stands any more, and where it would have been due without going on to stand can be said.
        Ran = StretchMath.Without(startedAt, stopped.Where(s => !(s.To <= startedAt) && (end is not { } e || s.From < e)).Select(s => end is { } e && !(s.To <= e) ? s with { To = e } : s));
        DueAt = Reaches(targetTicks);
    }

    public long TargetTicks { get; }

    /// <summary>The stretches in which it ran, in order; the last one is open if it still runs.</summary>
    public IReadOnlyList<Stretch> Ran { get; }

    /// <summary>Null while nothing can be said because it stands and has not ended, and when the calendar is not open that long any more.</summary>
    public Instant? DueAt { get; }

    /// <summary>True if it runs as things stand.</summary>
    public bool IsOpen => Ran is [.., { To: null }];

    /// <summary>The earliest instant at which so many working ticks are used up; null when they never are as things stand.</summary>
    public Instant? Reaches(long ticks)
    {
        foreach (var stretch in Ran)
        {
            var worked = stretch.To is { } to ? _calendar.Between(stretch.From, to) : long.MaxValue;
            if (ticks <= worked)
            {
                return _calendar.After(stretch.From, ticks);
            }

            ticks -= worked;
        }

        return null;
    }

    /// <summary>Working ticks used up until an instant.</summary>
    public long Worked(Instant until) => Ran.Where(s => s.From < until).Sum(s => _calendar.Between(s.From, s.To < until ? s.To.Value : until));
}
