using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Domain.Preview;
using Xunit;

namespace ServiceMesh.Sla.Tests.Preview;

/// <summary>Whatever a policy can hold can be tried: other hours, warnings and a ladder for single clocks; and the answer says what started and met each.</summary>
public sealed class What_a_trial_shows_beside_due_times
{
    private static readonly string[] _day = ["09:00-17:00"];

    [Fact]
    public void A_single_clock_has_hours_warnings_and_a_ladder_of_its_own()
    {
        var answer = Answer(
            new()
            {
                FirstResponse = "PT2H",
                Resolution = "PT8H",
                WarnAt = [50],
                Escalations = [new(1, 100, "manager")],
                Clocks = new Dictionary<string, PreviewConditions>
                {
                    ["resolution"] = new(Calendar: "night", WarnAt: [], WarnBefore: ["PT30M"], Escalations: [new(1, 75, "customer"), new(2, Role: "manager", Offset: "PT1H")]),
                },
            },
            "opened 08:00", "20:00");
        var (response, resolution) = (answer.Clocks[0], answer.Clocks[1]);
        Assert.Equal(("2026-03-02T11:00:00Z", null, "50 10:00", "1 manager 11:00"), (response.DueAt, response.Calendar, Warned(response), Told(response)));
        // Around the clock: eight hours from 08:00 on.
        Assert.Equal(("2026-03-02T16:00:00Z", "night", "93 PT30M 15:30", "1 customer 14:00, 2 manager 17:00"), (resolution.DueAt, resolution.Calendar, Warned(resolution), Told(resolution)));
    }

    [Fact]
    public void Levels_and_warnings_before_due_are_as_absent_as_their_terms()
    {
        var clock = Assert.Single(Answer(new() { Resolution = "PT8H", WarnAt = [50] }, "opened 08:00", "20:00").Clocks);
        Assert.Null(clock.Escalations);
        Assert.Null(Assert.Single(clock.Warnings).BeforeDue);
        Assert.Equal("customer", Assert.Single(Answer(new() { Resolution = "PT8H", Escalations = [new(1, 50, "customer")] }, "opened 08:00, resolved 14:00", "20:00").Clocks[0].Escalations!).Role);
        Assert.Empty(Answer(new() { Resolution = "PT8H", Escalations = [new(1, 50, "customer")] }, "opened 08:00, resolved 12:00", "20:00").Clocks[0].Escalations!);
    }

    [Fact]
    public void What_started_and_met_a_clock_is_said_in_fields_and_in_words()
    {
        var answer = Answer(
            new()
            {
                Diagnosis = "PT4H",
                Resolution = "PT8H",
                Either = [new("emergency", [new("remoteAssistance", "PT1H"), new("onSiteArrival", "PT8H")])],
                Clocks = new Dictionary<string, PreviewConditions> { ["resolution"] = new(StartsOn: Signal.RemoteSession, MetBy: Signal.Closed), ["diagnosis"] = new(AlsoMetBy: [Signal.Resolved]) },
            },
            "opened 09:00, remoteSession 10:30, arrived 12:00, resolved 12:30", "20:00");
        var (diagnosis, resolution, emergency) = (answer.Clocks[0], answer.Clocks[1], answer.Clocks[2]);
        Assert.Equal((new PreviewHappening("opened", At("09:00")), new("resolved", At("12:30"))), (diagnosis.StartedBy, diagnosis.MetBy));
        Assert.Equal((new PreviewHappening("remoteSession", At("10:30")), null), (resolution.StartedBy, resolution.MetBy));
        Assert.Equal(["closed"], resolution.AsksFor);
        Assert.Equal(["fixPlan", "resolved"], diagnosis.AsksFor);
        Assert.Equal(("arrived", "remoteSession", "arrived"), (emergency.MetBy!.Event, emergency.Legs![0].MetBy!.Event, emergency.Legs[1].MetBy!.Event));
        Assert.Equal(("onSiteArrival", "arrived"), (emergency.Legs[1].Clock, Assert.Single(emergency.Legs[1].AsksFor!)));

        Assert.Equal(("started Started by the report.", "met Met by the solution."), (Sentence(diagnosis.Explain[0]), Sentence(diagnosis.Explain[^1])));
        Assert.Equal(
            ["legDone remoteAssistance was done by the begin of a remote session.", "legDone onSiteArrival was done by the check-in of a visit.", "met Met by the check-in of a visit."],
            emergency.Explain.Where(s => s.Words is not null).Skip(1).Select(Sentence));
        // They add nothing to the time that counts.
        Assert.All(answer.Clocks.SelectMany(c => c.Explain).Where(s => s.Words is not null), s => Assert.Equal(("PT0S", s.From), (s.Working, s.To)));
    }

    [Fact]
    public void A_calendar_that_no_clock_can_have_is_refused()
    {
        var errors = new List<FieldError>();
        Assert.Null(PreviewEngine.Run(Request(new() { Clocks = new Dictionary<string, PreviewConditions> { ["resolution"] = new(Calendar: "day") } }, [], "20:00"), default, errors));
        Assert.Equal(["terms.clocks.resolution.calendar"], errors.Select(e => e.Field));
        errors.Clear();
        Assert.Null(PreviewEngine.Run(Request(new(), [], "20:00") with { Calendars = new Dictionary<string, CalendarDefinition> { ["night"] = new() { TimeZone = "UTC" } } }, default, errors));
        Assert.Equal(["calendars.night.week"], errors.Select(e => e.Field));
    }

    private static PreviewAnswer Answer(PreviewTerms terms, string events, string now)
    {
        var errors = new List<FieldError>();
        var answer = PreviewEngine.Run(
            Request(terms, [.. events.Split(", ").Select(e => e.Split(' ')).Select(e => new PreviewEvent(At(e[1]), e[0]))], now), default, errors);
        Assert.Empty(errors);
        return answer!;
    }

    private static PreviewRequest Request(PreviewTerms terms, IReadOnlyList<PreviewEvent> events, string now) => new()
    {
        Calendar = new() { TimeZone = "UTC", Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = _day, ["tue"] = _day } },
        Calendars = new Dictionary<string, CalendarDefinition> { ["night"] = new() { TimeZone = "UTC", AlwaysOpen = true } },
        Terms = terms,
        Events = events,
        Now = At(now),
    };

    private static string At(string time) => $"2026-03-02T{time}:00Z";

    private static string Warned(PreviewClock clock) => string.Join(", ", clock.Warnings.Select(w => $"{w.Percent} {w.BeforeDue} {w.At[11..16]}".Replace("  ", " ", StringComparison.Ordinal)));

    private static string Told(PreviewClock clock) => string.Join(", ", clock.Escalations!.Select(e => $"{e.Level} {e.Role} {e.At[11..16]}"));

    private static string Sentence(PreviewStep step) => $"{step.Kind} {step.Words}";
}
