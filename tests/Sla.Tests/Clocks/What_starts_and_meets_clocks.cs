using System.Globalization;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>A contract may say what starts a clock, and of some what meets it; Monday the 2nd, 7x24.</summary>
public sealed class What_starts_and_meets_clocks
{
    private static readonly string[] _targets = ["firstResponse", "diagnosis", "remoteAssistance", "onSiteArrival", "resolution"];

    [Fact]
    public void Every_fixed_clock_begins_its_list_with_what_it_does_unless_somebody_says_otherwise() => Assert.All(ClockNames.All, name =>
    {
        var usual = ClockShape.Of(name, Duration.FromHours(1));
        Assert.Equal((usual.StartsOn, usual.MetBy), (ClockConditions.StartsOf(name)[0], ClockConditions.MeetsOf(name)[0]));
        Assert.All(ClockConditions.StartsOf(name).Skip(1), start => Assert.DoesNotContain(start, ClockConditions.MeetsOf(name)));
        Assert.All(ClockConditions.AlsoOf(name), also => Assert.DoesNotContain(also, ClockConditions.MeetsOf(name).Concat(ClockConditions.StartsOf(name))));
    });

    [Theory]
    [InlineData(Signal.Opened, "02 09:00", "02 13:00")]
    [InlineData(Signal.Assigned, "02 09:30", "02 13:30")]
    [InlineData(Signal.AgentMessage, "02 10:00", "02 14:00")]
    [InlineData(Signal.RemoteSession, "02 10:30", "02 14:30")]
    public void An_arrival_is_owed_from_what_the_contract_says(Signal starts, string started, string due)
    {
        var story = Story.Opened("02 09:00", Terms("onSiteArrival", starts)).With(new TeamEntered(Story.At("02 09:30"), "ERP")).Answered("02 10:00")
            .With(new Signalled(Story.At("02 10:30"), Signal.RemoteSession)).Answered("02 11:00");
        var clock = Assert.Single(story.Clocks("02 12:00"), c => c.Name == "onSiteArrival");
        Assert.Equal((ClockState.Running, Story.At(started), Story.At(due)), (clock.State, clock.StartedAt, clock.DueAt));
        Assert.Equal(ClockState.MetLate, story.With(new Signalled(Story.At("02 18:00"), Signal.Arrived)).Clock("onSiteArrival", "02 18:00").State);
    }

    [Fact]
    public void What_nobody_starts_does_not_exist_and_is_missed_by_nobody()
    {
        var story = Story.Opened("02 09:00", Terms("onSiteArrival", Signal.FixPlan));
        Assert.DoesNotContain(story.Clocks("20 09:00"), c => c.Name == "onSiteArrival");
        Assert.DoesNotContain(story.Resolved("20 10:00").Planned("20 11:00").Clocks("20 12:00"), c => c.Name == "onSiteArrival");
    }

    [Fact]
    public void Beginning_to_work_is_remote_help_where_the_contract_says_so_as_a_leg_too()
    {
        var terms = Terms("remoteAssistance", null, Signal.WorkStarted);
        var story = Story.Opened("02 09:00", terms).With(new Signalled(Story.At("02 09:20"), Signal.WorkStarted)).With(new Signalled(Story.At("02 09:40"), Signal.RemoteSession));
        Assert.Equal((ClockState.Met, Story.At("02 09:20")), (story.Clock("remoteAssistance", "02 10:00").State, story.Clock("remoteAssistance", "02 10:00").MetAt));
        Assert.Equal(Story.At("02 09:20"), story.Clock("emergency", "02 10:00").MetAt);
        Assert.Equal(Story.At("02 09:40"), Story.Opened("02 09:00", Terms("diagnosis", null)).With(new Signalled(Story.At("02 09:20"), Signal.WorkStarted))
            .With(new Signalled(Story.At("02 09:40"), Signal.RemoteSession)).Clock("emergency", "02 10:00").MetAt);
    }

    [Fact]
    public void What_is_solved_was_found_where_the_contract_says_so_and_was_not_if_it_comes_back()
    {
        var story = Story.Opened("02 09:00", Terms("diagnosis", null, null, Signal.Resolved)).Resolved("02 11:00");
        Assert.Equal((ClockState.Met, Story.At("02 11:00")), (story.Clock("diagnosis", "02 12:00").State, story.Clock("diagnosis", "02 12:00").MetAt));
        Assert.Equal(ClockState.Running, story.Reopened("02 12:00", newCycle: false).Clock("diagnosis", "02 12:30").State);
        Assert.Equal(Story.At("02 10:00"), Story.Opened("02 09:00", Terms("diagnosis", null, null, Signal.Resolved)).Planned("02 10:00").Resolved("02 11:00").Clock("diagnosis", "02 12:00").MetAt);
        Assert.Equal(ClockState.Cancelled, Story.Opened("02 09:00", Terms("diagnosis", null)).Resolved("02 11:00").Clock("diagnosis", "02 12:00").State);
    }

    [Fact]
    public void Who_works_on_the_customers_screen_has_answered_where_the_contract_says_so()
    {
        var terms = Terms("firstResponse", null, null, Signal.RemoteSession, Signal.Arrived);
        var story = Story.Opened("02 09:00", terms).With(new Signalled(Story.At("02 09:40"), Signal.RemoteSession)).Answered("02 09:50").With(new Signalled(Story.At("02 09:55"), Signal.Arrived));
        Assert.Equal(Story.At("02 09:40"), story.Clock("firstResponse", "02 10:00").MetAt);
        Assert.Equal(Story.At("02 09:50"), story.With(new TermsChosen(Story.At("02 09:00"), new(null, 1, Channel.Portal, WorkType.Support), Terms("diagnosis", null))).Clock("firstResponse", "02 10:00").MetAt);
    }

    [Fact]
    public void Where_the_closing_is_promised_the_solution_alone_keeps_nothing()
    {
        // Four hours from 09:00 on.
        var terms = Terms("resolution", null, Signal.Closed);
        Story Solved() => Story.Opened("02 09:00", terms, severity: 1).Waits("02 09:15").GoesOn("02 09:30").Resolved("02 10:00");
        Assert.Equal("Running 09:00 13:15 -", Told(Solved(), "02 12:00"));
        Assert.Equal("Met 09:00 13:15 13:15", Told(Solved().Closed("02 13:15"), "02 14:00"));
        Assert.Equal("MetLate 09:00 13:15 15:00", Told(Solved().Closed("02 15:00"), "02 16:00"));
        Assert.Equal("Met 09:00 13:00 11:00", Told(Story.Opened("02 09:00", terms).Closed("02 11:00"), "02 14:00"));
        // What was closed does not count if it goes on, what was only solved does.
        Assert.Equal("Running 09:00 21:15 -", Told(Solved().Closed("02 12:00").Reopened("02 20:00", newCycle: false), "02 20:30"));
        Assert.Equal("Running 09:00 13:15 -", Told(Solved().Reopened("02 12:00", newCycle: false), "02 12:30"));
        // The next cycle ends it unkept, if nobody confirmed.
        var anew = Solved().Reopened("02 12:00", newCycle: true).Clocks("02 12:30").Where(c => c.Name == "resolution").Select(c => (c.State, c.CancelledAt, c.StartedAt));
        Assert.Equal([(ClockState.Cancelled, Story.At("02 12:00"), Story.At("02 09:00")), (ClockState.Running, (Instant?)null, Story.At("02 12:00"))], anew);
        // Other terms take its place while it counts; those for which all was done by then promise nothing.
        Assert.Equal("Running 09:00 13:15 -", Told(Solved().Triaged("02 11:00", Terms("resolution", null, Signal.Closed), severity: 2), "02 12:00"));
        Assert.Equal([(ClockState.Cancelled, true)], Solved().Triaged("02 11:00", Terms("diagnosis", null), severity: 2).Clocks("02 12:00").Where(c => c.Name == "resolution").Select(c => (c.State, c.IsReplaced)));

        static string Told(Story story, string now)
        {
            var clock = story.Clock("resolution", now);
            return string.Create(CultureInfo.InvariantCulture, $"{clock.State} {Time(clock.StartedAt)} {Time(clock.DueAt)} {Time(clock.MetAt)}");
        }

        static string Time(Instant? at) => at is { } instant ? instant.InZone(DateTimeZoneProviders.Tzdb[Given.Shanghai]).ToString("HH:mm", CultureInfo.InvariantCulture) : "-";
    }

    [Theory]
    [InlineData("resolution", Signal.FixPlan)]
    [InlineData("onSiteArrival", Signal.RemoteSession)]
    [InlineData("firstResponse", Signal.FixPlan)]
    [InlineData("emergency", Signal.Resolved)]
    public void What_would_take_a_promises_meaning_is_refused_by_field(string clock, Signal also)
    {
        var errors = new List<FieldError>();
        Assert.Null(PolicyReader.Read("p", 1, Definition(clock, null, null, also), errors));
        Assert.Equal([$"clocks.{clock}.alsoMetBy[0]"], errors.Select(e => e.Field));
    }

    [Fact]
    public void Who_has_the_ticket_when_a_new_cycle_begins_owes_from_its_begin()
    {
        var story = Story.Opened("02 09:00", Terms("resolution", Signal.Assigned)).With(new TeamEntered(Story.At("02 09:30"), "ERP")).Resolved("02 10:00").Reopened("03 09:00", newCycle: true);
        Assert.Equal([Story.At("02 09:30"), Story.At("03 09:00")], story.Clocks("03 10:00").Where(c => c.Name == "resolution").Select(c => c.StartedAt));
        // Anything else has to happen again.
        var silent = Story.Opened("02 09:00", Terms("resolution", Signal.AgentMessage)).Answered("02 09:30").Resolved("02 10:00").Reopened("03 09:00", newCycle: true);
        Assert.Single(silent.Clocks("03 10:00"), c => c.Name == "resolution");
        Assert.Equal(Story.At("03 11:00"), silent.Answered("03 11:00").Clock("resolution", "03 12:00", cycle: 2).StartedAt);
    }

    [Fact]
    public void Terms_that_start_a_clock_otherwise_change_no_verdict_of_those_before()
    {
        // Owed from the opening it was missed at 13:00; from the arrival at 14:00 on another 4 h are promised.
        var story = Story.Opened("02 09:00", Terms("resolution", null), severity: 1).With(new Signalled(Story.At("02 14:00"), Signal.Arrived))
            .Triaged("02 15:00", Terms("resolution", Signal.Arrived), severity: 2);
        Assert.Equal(
            [(ClockState.Breached, Story.At("02 09:00"), Story.At("02 13:00")), (ClockState.Running, Story.At("02 14:00"), Story.At("02 18:00"))],
            story.Clocks("02 16:00").Where(c => c.Name == "resolution").Select(c => (c.State, c.StartedAt, c.DueAt!.Value)));
        // Replaced before it began, it promised nothing.
        var early = Story.Opened("02 09:00", Terms("resolution", Signal.Arrived), severity: 1).Triaged("02 10:00", Terms("resolution", null), severity: 2).With(new Signalled(Story.At("02 11:00"), Signal.Arrived));
        Assert.Equal([(ClockState.Running, Story.At("02 09:00"))], early.Clocks("02 12:00").Where(c => c.Name == "resolution").Select(c => (c.State, c.StartedAt)));
    }

    [Fact]
    public void Whatever_the_order_of_arrival_the_result_is_the_same()
    {
        var terms = Terms("onSiteArrival", Signal.Assigned);
        var story = Story.Opened("02 09:00", terms, severity: 1).With(new TeamEntered(Story.At("02 09:30"), "ERP")).Waits("02 10:00").GoesOn("02 11:00")
            .Triaged("02 11:30", Terms("resolution", Signal.AgentMessage), severity: 2).Answered("02 11:40").Resolved("02 12:00").Reopened("03 09:00", newCycle: true)
            .Triaged("03 10:00", terms, severity: 1);
        var expected = Told(story.Facts);
        for (var seed = 0; seed < 200; seed++)
        {
            var facts = story.Facts.ToArray();
            new Random(seed).Shuffle(facts);
            Assert.Equal(expected, Told(facts));
        }

        static IEnumerable<string> Told(IEnumerable<Fact> facts) =>
            ClockEngine.Clocks(TicketHistory.Of(facts)!, Story.At("03 12:00")).Select(c => $"{c.Name} {c.Cycle} {c.State} {c.StartedAt} {c.DueAt} {c.MetAt}");
    }

    [Theory]
    [InlineData("firstResponse", Signal.Assigned, null, "clocks.firstResponse.startsOn")]
    [InlineData("resolution", Signal.Resolved, null, "clocks.resolution.startsOn")]
    [InlineData("resolution", null, Signal.FixPlan, "clocks.resolution.metBy")]
    [InlineData("emergency", Signal.Assigned, null, "clocks.emergency.startsOn")]
    [InlineData("resolution", (Signal)77, null, "clocks.resolution.startsOn")]
    public void What_a_clock_cannot_start_on_or_be_met_by_is_refused_by_field(string clock, Signal? starts, Signal? met, string field)
    {
        var errors = new List<FieldError>();
        Assert.Null(PolicyReader.Read("p", 1, Definition(clock, starts, met), errors));
        Assert.Equal([field], errors.Select(e => e.Field));
    }

    private static PolicyDefinition Definition(string clock, Signal? starts, Signal? met, params Signal[] also) => new()
    {
        Calendar = "always",
        Clocks = new Dictionary<string, ClockDetail> { [clock] = new(StartsOn: starts, MetBy: met, AlsoMetBy: also) },
        Rules =
        [
            new()
            {
                Name = "any",
                Targets = _targets.ToDictionary(t => t, _ => "PT4H"),
                Either = [new("emergency", [new("remoteAssistance", "PT1H"), new("onSiteArrival", "PT8H")])],
            },
        ],
    };

    private static Terms Terms(string clock, Signal? starts, Signal? met = null, params Signal[] also)
    {
        var errors = new List<FieldError>();
        var policy = PolicyReader.Read("p", 1, Definition(clock, starts, met, also), errors);
        Assert.Empty(errors);
        return policy!.TermsOf("any", [new("always", 1, Given.Calendar(new() { TimeZone = Given.Shanghai, AlwaysOpen = true }))]);
    }
}
