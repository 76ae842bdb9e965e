using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>A ticket with up to fourteen facts, each at a minute of its own, and two sets of terms to switch between.</summary>
internal sealed record RandomStory(IReadOnlyList<Fact> Facts, long Now, IReadOnlyList<(Terms Terms, CalendarDefinition Calendar)> Terms, LocalDate Around)
{
    public override string ToString() => $"{string.Join("\n", Facts)}\nnow {SlowCalendar.InstantOf(Now)}";
}

internal static class RandomStories
{
    public const int DaysToNow = 16;

    private static readonly string[] _teams = ["hotline", "field", "vendor"];

    /// <summary>Three clocks, and what can happen to them.</summary>
    public static Gen<RandomStory> Any { get; } = Stories(RandomTerms(wide: false), Fact);

    /// <summary>Every kind of clock: recurring, either-or, named and those of teams; and every kind of fact, some at one instant.</summary>
    public static Gen<RandomStory> Wide { get; } = Stories(RandomTerms(wide: true), (minute, maker, terms) => maker % 3 == 0 ? WideFact(minute, maker) : Fact(minute, maker, terms));

    private static Gen<RandomStory> Stories(Gen<((Terms, CalendarDefinition) Terms, LocalDate Around)> terms, Func<long, int, List<(Terms Terms, CalendarDefinition)>, Fact> fact) =>
        from first in terms
        from second in terms
        from minutes in Gen.Choose(1, DaysToNow * 1440).ListOf(14)
        from makers in Gen.Choose(0, 99).ListOf(14)
        from count in Gen.Choose(0, 14)
        from toTriage in Gen.Choose(0, 30)
        from nowAfter in Gen.Choose(0, 2 * 1440)
        select Make([first.Terms, second.Terms], first.Around, [.. minutes.Take(count).Distinct().Order()], makers, toTriage, nowAfter, fact);

    private static Gen<((Terms, CalendarDefinition) Terms, LocalDate Around)> RandomTerms(bool wide) =>
        from calendar in RandomCalendars.Any
        from response in Gen.Choose(1, 600)
        from diagnosis in Gen.Choose(1, 1_500)
        from resolution in Gen.Choose(1, 4_000)
        from window in Gen.Choose(0, 5 * 1440)
        let narrow = Story.MakeTerms(calendar.Definition, $"PT{response}M", $"PT{diagnosis}M", $"PT{resolution}M")
        select (((wide ? WideTerms(calendar.Definition, response, diagnosis) : narrow) with { ReopenWindow = Duration.FromMinutes(window) }, calendar.Definition), calendar.Around);

    private static Terms WideTerms(CalendarDefinition calendar, int some, int more)
    {
        var errors = new List<FieldError>();
        var policy = PolicyReader.Read(
            "test",
            1,
            new()
            {
                Calendar = "test",
                WarnAt = [50, 75],
                Rules =
                [
                    new()
                    {
                        Name = "only",
                        Targets = ClockNames.All.ToDictionary(name => name, name => $"PT{some + name.Length}M"),
                        Either = [new("emergency", [new("remoteAssistance", $"PT{more}M"), new("onSiteArrival", null, true, "16:00")])],
                        Extra = [new("parts", $"PT{more}M", Signal.FixPlan, Signal.Arrived), new("field-stay", $"PT{some}M", Team: _teams[1])],
                    },
                ],
                PauseStops = new Dictionary<string, IReadOnlyList<string>>
                {
                    [PauseReasons.WaitingForCustomer] = ["resolution", "diagnosis", "nextResponse", "field-stay"],
                    [PauseReasons.Scheduled] = ["onSiteArrival", "emergency", "update"],
                },
            },
            errors);
        Assert.Empty(errors);
        return policy!.TermsOf("only", [new("test", 1, Given.Calendar(calendar))]);
    }

    private static RandomStory Make(
        List<(Terms, CalendarDefinition)> terms, LocalDate around, List<int> minutes, List<int> makers, int toTriage, int nowAfter,
        Func<long, int, List<(Terms Terms, CalendarDefinition)>, Fact> fact)
    {
        var opened = (around.PlusDays(-3).AtMidnight().InUtc().ToInstant() - Instant.FromUnixTimeTicks(0)).BclCompatibleTicks / NodaConstants.TicksPerMinute;
        var facts = new List<Fact> { new Opened(SlowCalendar.InstantOf(opened)), Triage(opened + toTriage, terms[0].Item1, 3) };
        facts.AddRange(minutes.Where(m => m > toTriage).Select((minute, i) => fact(opened + minute, makers[i], terms)));
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

    private static Fact WideFact(long minute, int maker)
    {
        // Some on the hour, so that several share an instant.
        var at = SlowCalendar.InstantOf(maker % 2 == 0 ? minute - (minute % 60) + 60 : minute);
        return maker switch
        {
            < 30 => new Signalled(at, Signal.CustomerMessage),
            < 40 => new Signalled(at, Signal.AgentMessage),
            < 50 => new Signalled(at, Signal.RemoteSession),
            < 60 => new Signalled(at, Signal.Arrived),
            < 75 => new TeamEntered(at, _teams[maker % 7 % 3]),
            < 82 => new Merged(at),
            < 91 => new Unmerged(at),
            < 95 => new Acknowledged(at, ClockNames.Resolution),
            _ => new Signalled(at, Signal.FixPlan),
        };
    }

    private static TermsChosen Triage(long minute, Terms terms, int severity) =>
        new(SlowCalendar.InstantOf(minute), new(null, severity, Channel.Portal, WorkType.Support), terms);
}
