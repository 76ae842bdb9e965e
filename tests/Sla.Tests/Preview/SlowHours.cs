using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Tests.Calendars;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>The opening hours of a few days, one flag for each second, from midnight UTC of a date.</summary>
internal sealed class SlowHours
{
    public const int Days = 5;

    private readonly SlowCalendar _calendar;
    private readonly long _first;

    public SlowHours(CalendarDefinition definition, LocalDate from)
    {
        _calendar = new(definition, from, Days);
        _first = _calendar.FirstMinute + (2 * 1440);
        First = SlowCalendar.InstantOf(_first);
        Open = new bool[Days * 86_400];
        for (var minute = 0; minute < Days * 1440; minute++)
        {
            if (_calendar.IsOpen(_first + minute))
            {
                Array.Fill(Open, true, minute * 60, 60);
            }
        }
    }

    /// <summary>The instant of second 0.</summary>
    public Instant First { get; }

    public bool[] Open { get; }

    /// <summary>The second at which somebody must be there on the same day when a ticket comes in that second; null beyond the last day.</summary>
    public long? SameDay(long second, int? cutoffMinute)
    {
        var today = _calendar.DateAt(First.Plus(Duration.FromSeconds(second)));
        var inTime = cutoffMinute is not { } cutoff || second <= SecondOf(today, cutoff);
        for (var date = inTime ? today : today.PlusDays(1); date <= today.PlusDays(Days); date = date.PlusDays(1))
        {
            if (LastClosing(date) is { } closing && closing > second)
            {
                return closing <= Open.Length ? closing : null;
            }
        }

        return null;
    }

    private long? LastClosing(LocalDate date)
    {
        var ends = _calendar.IntervalsOn(date).Where(i => i.End > i.Start).Select(i => (long?)((i.End - _first) * 60));
        return ends.Max();
    }

    private long SecondOf(LocalDate date, int minute) => (_calendar.MinuteOf(date, minute) - _first) * 60;
}
