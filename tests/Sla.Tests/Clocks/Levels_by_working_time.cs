using NodaTime;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>Warnings and levels so long before or after due are laid out on the clock's calendar, not on the clock on the wall.</summary>
public sealed class Levels_by_working_time
{
    /// <summary>Open 08:00 to 18:00, four hours from Monday 17:00: due on Tuesday at 11:00, and an hour before that is 10:00.</summary>
    [Theory]
    [InlineData("-PT1H", "03 10:00")]
    [InlineData("-PT3H", "02 18:00")] // what is used up at closing time is used up then, not at the next opening
    [InlineData("-PT3H30M", "02 17:30")]
    [InlineData("PT0S", "03 11:00")]
    [InlineData("PT7H", "03 18:00")]
    [InlineData("PT8H", "04 09:00")]
    public void A_level_lies_so_much_working_time_from_due(string offset, string at)
    {
        var story = Story.Opened("02 17:00", Terms(offset: offset));
        var level = Assert.Single(story.Look("05 18:00").Passed, p => p.Threshold.Kind == ThresholdKind.Escalation);
        Assert.Equal(Story.At("03 11:00"), level.Clock.DueAt);
        Assert.Equal(Story.At(at), level.ReachedAt);
    }

    [Fact]
    public void A_warning_half_an_hour_before_due_counts_working_time_too_and_a_pause_moves_it()
    {
        // One hour and twenty minutes from 17:00: due at 08:20 on Tuesday, half an hour before which is 17:50 on Monday.
        var terms = Terms(target: "PT1H20M", warnBefore: ["PT30M"]);
        var story = Story.Opened("02 17:00", terms);
        Assert.Equal(Story.At("02 17:50"), story.Look("02 17:10").NextAt);
        Assert.Equal([("warning-PT30M", Story.At("02 17:50"))], story.Look("02 17:50").Passed.Select(p => (p.Threshold.Key, p.ReachedAt)));
        Assert.Equal(Story.At("03 08:10"), Story.Opened("02 17:00", terms).Waits("02 17:20").GoesOn("02 17:40").Look("02 17:55").NextAt);
    }

    [Fact]
    public void Two_warnings_that_are_close_are_two_though_their_share_is_the_same()
    {
        var story = Story.Opened("02 08:00", Terms("PT48H", warnBefore: ["PT15M", "PT10M"]));
        var first = Assert.Single(story.Look("06 15:45").Passed);
        Assert.Equal(("warning-PT15M", Story.At("06 15:45"), 99), (first.Threshold.Key, first.ReachedAt, first.Threshold.PercentOf(first.Clock.Target.BclCompatibleTicks)));
        var second = Assert.Single(story.Look("06 15:50", first.Key).Passed);
        Assert.Equal(("warning-PT10M", Story.At("06 15:50"), 99), (second.Threshold.Key, second.ReachedAt, second.Threshold.PercentOf(second.Clock.Target.BclCompatibleTicks)));
        Assert.Null(second.SkippedBecause);
    }

    private static Terms Terms(string target = "PT4H", string? offset = null, string[]? warnBefore = null)
    {
        var errors = new List<FieldError>();
        var policy = PolicyReader.Read(
            "test",
            1,
            new()
            {
                Calendar = "office",
                WarnAt = [],
                WarnBefore = warnBefore,
                Escalations = offset is null ? [] : [new(1, Role: "on-call", Offset: offset)],
                Rules = [new() { Name = "only", Targets = new Dictionary<string, string> { ["resolution"] = target } }],
            },
            errors);
        Assert.Empty(errors);
        return policy!.TermsOf("only", [new("office", 1, Given.Calendar(Given.OfficeHours(Given.Shanghai, "08:00-18:00")))]);
    }
}
