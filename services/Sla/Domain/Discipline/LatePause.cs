using NodaTime;
using ServiceMesh.Sla.Domain.Clocks;

namespace ServiceMesh.Sla.Domain.Discipline;

/// <summary>A pause that stopped a clock in the last tenth of its time.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="At">When the pause began.</param>
/// <param name="DueAt">Where the clock was due without it.</param>
/// <param name="LeftTicks">Working ticks that were left, more than 0.</param>
public sealed record LatePause(Clock Clock, string Reason, Instant At, Instant DueAt, long LeftTicks)
{
    /// <summary>Every such pause that began at an instant. Nine tenths used up, to the tick, are the last tenth; at the due instant it is a breach.</summary>
    /// <param name="history">The ticket.</param>
    /// <param name="clocks">Its clocks.</param>
    /// <param name="at">When the pauses began.</param>
    public static IReadOnlyList<LatePause> Of(TicketHistory history, IReadOnlyList<Clock> clocks, Instant at) =>
    [
        .. from pause in history.Pauses
           where pause.Time.From == at
           from clock in clocks
           where clock.IsStoppedBy(pause.Reason) && clock.Ran.Any(s => s.To == at)
           let calendar = clock.Promise.Calendar
           let target = clock.Target.BclCompatibleTicks
           let worked = clock.Ran.Where(s => s.From < at).Sum(s => calendar.Between(s.From, s.To < at ? s.To.Value : at))
           where worked < target && (Int128)worked * 10 >= (Int128)target * 9
           let due = calendar.After(at, target - worked)
           where due is not null
           select new LatePause(clock, pause.Reason, at, due.Value, target - worked),
    ];
}
