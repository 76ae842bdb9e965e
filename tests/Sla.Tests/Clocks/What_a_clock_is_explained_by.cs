using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

/// <summary>Which event started a clock and which met it; Monday the 2nd, office hours.</summary>
public sealed class What_a_clock_is_explained_by
{
    [Fact]
    public void What_started_and_met_each_clock_is_named()
    {
        var story = Story.Opened("02 09:00").With(new Signalled(Story.At("02 09:20"), Signal.AgentMessage) { IsCall = true }).Answered("02 09:25").Planned("02 10:00").Resolved("02 11:00");
        Assert.Equal(
            ["firstResponse opened 02 09:00 callAnswered 02 09:20", "diagnosis opened 02 09:00 fixPlan 02 10:00", "resolution opened 02 09:00 resolved 02 11:00"], Told(story, "02 12:00"));
        Assert.Equal("resolution opened 02 09:00 closed 02 11:00", Told(Story.Opened("02 09:00").Closed("02 11:00"), "02 12:00")[^1]);
        Assert.Equal(
            ["diagnosis reopened 16 09:00 -", "resolution reopened 16 09:00 -"], Told(story.Reopened("16 09:00"), "16 10:00")[^2..]);
    }

    [Fact]
    public void A_clock_that_counts_from_other_terms_says_so()
    {
        var story = Story.Opened("02 09:00").With(new TermsChosen(Story.At("02 10:00"), new(null, 1, Channel.Portal, WorkType.Support), Story.AlwaysTerms) { Retroactive = false });
        Assert.Equal("resolution termsChanged 02 10:00 -", Told(story, "02 12:00")[^1]);
        // With terms that count from the report, that started it.
        Assert.Equal("resolution opened 02 09:00 -", Told(Story.Opened("02 09:00").Triaged("02 10:00", Story.AlwaysTerms, severity: 1), "02 12:00")[^1]);
    }

    [Fact]
    public void It_is_said_in_words_and_what_would_meet_it_too()
    {
        var (history, clock) = Of(Story.Opened("02 09:00").Answered("02 10:00"), "firstResponse", "02 11:00");
        Assert.Equal(
            ("Started by the report.", "Met late, by an answer to the customer."),
            (Explanation.StartWords(history, clock), Explanation.DoneWords(clock, Explanation.MetBy(history, clock)!)));
        Assert.Equal(["agentMessage"], Explanation.AsksFor(clock));
    }

    private static (TicketHistory History, Clock Clock) Of(Story story, string name, string now)
    {
        var history = TicketHistory.Of(story.Facts)!;
        return (history, ClockEngine.Clocks(history, Story.At(now)).Last(c => c.Name == name));
    }

    private static List<string> Told(Story story, string now)
    {
        var history = TicketHistory.Of(story.Facts)!;
        return [.. ClockEngine.Clocks(history, Story.At(now)).Select(c => $"{c.Name} {At(Explanation.StartedBy(history, c))} {At(Explanation.MetBy(history, c))}")];
    }

    private static string At(Happening? what) => what is null
        ? "-"
        : $"{what.Event} {what.At.InZone(NodaTime.DateTimeZoneProviders.Tzdb[Calendars.Given.Shanghai]).ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";
}
