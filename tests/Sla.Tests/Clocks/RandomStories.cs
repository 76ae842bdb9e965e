using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>A ticket with up to fourteen facts, each at a minute of its own, and two sets of terms to switch between.</summary>
internal sealed record RandomStory(IReadOnlyList<Fact> Facts, long Now, IReadOnlyList<(Terms Terms, CalendarDefinition Calendar)> Terms, LocalDate Around)
{
    public override string ToString() => $"{string.Join("\n", Facts)}\nnow {SlowCalendar.InstantOf(Now)}";
}

internal static class RandomStories
{
    public const int DaysToNow = 16;

    public static Gen<RandomStory> Any { get; } =
        from first in RandomTerms
        from second in RandomTerms
        from minutes in Gen.Choose(1, DaysToNow * 1440).ListOf(14)
        from makers in Gen.Choose(0, 99).ListOf(14)
        from count in Gen.Choose(0, 14)
        from toTriage in Gen.Choose(0, 30)
        from nowAfter in Gen.Choose(0, 2 * 1440)
        select Make([first.Terms, second.Terms], first.Around, [.. minutes.Take(count).Distinct().Order()], makers, toTriage, nowAfter);

    private static Gen<((Terms, CalendarDefinition) Terms, LocalDate Around)> RandomTerms =>
        from calendar in RandomCalendars.Any
        from response in Gen.Choose(1, 600)
        from diagnosis in Gen.Choose(1, 1_500)
        from resolution in Gen.Choose(1, 4_000)
        from window in Gen.Choose(0, 5 * 1440)
        select ((
            Story.MakeTerms(calendar.Definition, $"PT{response}M", $"PT{diagnosis}M", $"PT{resolution}M") with { ReopenWindow = Duration.FromMinutes(window) },
            calendar.Definition), calendar.Around);

    private static RandomStory Make(
        List<(Terms, CalendarDefinition)> terms, LocalDate around, List<int> minutes, List<int> makers, int toTriage, int nowAfter)
    {
        var opened = (around.PlusDays(-3).AtMidnight().InUtc().ToInstant() - Instant.FromUnixTimeTicks(0)).BclCompatibleTicks / NodaConstants.TicksPerMinute;
        var facts = new List<Fact> { new Opened(SlowCalendar.InstantOf(opened)), Triage(opened + toTriage, terms[0].Item1, 3) };
        facts.AddRange(minutes.Where(m => m > toTriage).Select((minute, i) => Fact(opened + minute, makers[i], terms)));
        var now = opened + (minutes is [.., var last] ? last : 0) + nowAfter + toTriage;
        return new([.. facts.Select((f, i) => f with { Sequence = i })], now, terms, around);
    }

    private static Fact Fact(long minute, int maker, List<(Terms Terms, CalendarDefinition)> terms)
    {
        var at = SlowCalendar.InstantOf(minute);
        return maker switch
        {
            < 8 => new Signalled(at, Signal.AgentMessage),
            < 16 => new Signalled(at, Signal.FixPlan),
            < 28 => new Paused(at, PauseReasons.WaitingForCustomer),
            < 36 => new Paused(at, PauseReasons.Scheduled),
            < 42 => new Paused(at, PauseReasons.Scheduled, PauseReasons.WaitingForCustomer),
            < 54 => new Resumed(at, PauseReasons.WaitingForCustomer),
            < 60 => new Resumed(at),
            < 72 => new Resolved(at),
            < 86 => new Reopened(at),
            < 90 => new Closed(at),
            < 98 => Triage(minute, terms[maker % 2].Terms, 3 + (maker % 2)),
            _ => new Cancelled(at),
        };
    }

    private static TermsChosen Triage(long minute, Terms terms, int severity) =>
        new(SlowCalendar.InstantOf(minute), new(null, severity, Channel.Portal, WorkType.Support), terms);
}
