using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Sending;

namespace ServiceMesh.Survey.Tests.Rules;

/// <summary>The rules under a clock that stands where the test puts it, to the second and below.</summary>
public sealed class When_customers_are_asked
{
    private static readonly DateTimeOffset s_closed = new(2026, 3, 2, 9, 30, 15, TimeSpan.Zero);
    private static readonly Reach s_mail = new("wei@example.com", null, false, false);
    private static readonly TimeSpan s_tick = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1440)]
    [InlineData(129_600)]
    public void The_invitation_is_due_the_delay_after_the_closing_to_the_second(int minutes) =>
        Assert.Equal(new Plan(s_closed.AddMinutes(minutes), null), Inviting.AtClosing(new() { DelayMinutes = minutes }, Guid.CreateVersion7(), s_closed));

    [Fact]
    public void Tickets_closed_before_the_activation_are_not_asked_about_and_those_at_its_instant_are()
    {
        var rules = new SurveyRules { ActiveFrom = s_closed };
        Assert.Equal(SkipReason.BeforeActivation, Inviting.AtClosing(rules, Guid.CreateVersion7(), s_closed - s_tick).Skip);
        Assert.Equal(s_closed, Inviting.AtClosing(rules, Guid.CreateVersion7(), s_closed).At);
        Assert.Equal(SkipReason.Off, Inviting.AtClosing(new() { Enabled = false }, Guid.CreateVersion7(), s_closed).Skip);
    }

    [Fact]
    public void Exactly_so_many_days_later_somebody_may_be_asked_again_and_a_microsecond_earlier_not()
    {
        var rules = new SurveyRules { ThrottleDays = 300 };
        var again = s_closed.AddDays(300);
        Assert.Equal(SkipReason.AskedLately, Inviting.WhenDue(rules, s_mail, [s_closed], again - s_tick).Skip);
        Assert.Null(Inviting.WhenDue(rules, s_mail, [s_closed], again).Skip);
        Assert.Null(Inviting.WhenDue(new(), s_mail, [s_closed], s_closed + s_tick).Skip);
    }

    [Fact]
    public void Within_thirty_days_somebody_is_asked_so_often_and_no_more()
    {
        var rules = new SurveyRules { MostPer30Days = 2 };
        DateTimeOffset[] earlier = [s_closed, s_closed.AddDays(10)];
        Assert.Equal(SkipReason.AskedTooOften, Inviting.WhenDue(rules, s_mail, earlier, s_closed.AddDays(30) - s_tick).Skip);
        Assert.Null(Inviting.WhenDue(rules, s_mail, earlier, s_closed.AddDays(30)).Skip);
        Assert.Null(Inviting.WhenDue(rules, s_mail, earlier[..1], s_closed.AddDays(1)).Skip);
    }

    [Fact]
    public void Expiry_and_reminders_count_from_the_sending()
    {
        var sent = Inviting.WhenDue(new() { ExpiryDays = 10, ReminderDays = [3, 6] }, s_mail, [], s_closed);
        Assert.Equal(s_closed.AddDays(10), sent.ExpiresAt);
        Assert.Equal([s_closed.AddDays(3), s_closed.AddDays(6)], sent.Reminders);
    }

    [Theory]
    [InlineData(SurveyState.Open, true, -1, true)]
    [InlineData(SurveyState.Open, true, 0, false)]
    [InlineData(SurveyState.Open, false, -1, false)]
    [InlineData(SurveyState.Answered, true, -1, false)]
    [InlineData(SurveyState.Withdrawn, true, -1, false)]
    [InlineData(SurveyState.Expired, true, -1, false)]
    public void Only_who_got_it_and_did_not_answer_and_still_can_is_reminded(string state, bool delivered, int seconds, bool reminds)
    {
        var expires = s_closed.AddDays(14);
        Assert.Equal(reminds, Inviting.Reminds(state, delivered ? s_closed : null, expires, expires.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData("email,sms", "wei@example.com", "+8613800000000", "email")]
    [InlineData("sms,email", "wei@example.com", "+8613800000000", "sms")]
    [InlineData("sms,email", "wei@example.com", null, "email")]
    [InlineData("im,email", "wei@example.com", null, "im")]
    [InlineData("chat,sms", null, "+8613800000000", "sms")]
    [InlineData("sms", "wei@example.com", " ", null)]
    public void The_first_way_that_reaches_the_customer_is_taken(string ways, string? email, string? phone, string? taken)
    {
        var decision = Inviting.WhenDue(new() { Channels = ways.Split(',') }, new Reach(email, phone, ByIm: true, ByChat: false), [], s_closed);
        Assert.Equal((taken, taken is null ? SkipReason.NoAddress : null), (decision.Channel, decision.Skip));
    }

    [Fact]
    public void A_share_is_picked_by_the_tickets_id_always_the_same_and_about_so_many()
    {
        var tickets = Enumerable.Range(0, 20_000).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var percent in new[] { 1, 25, 90 })
        {
            var picked = tickets.Where(t => Sampling.Picks(t, percent, Sampling.ForSurveys)).ToHashSet();
            // Five standard deviations: wrong once in a million runs.
            var spread = 5 * Math.Sqrt(20_000 * percent / 100.0 * (1 - percent / 100.0));
            Assert.InRange(picked.Count, 200 * percent - spread, 200 * percent + spread);
            Assert.All(tickets, t => Assert.Equal(picked.Contains(t), Sampling.Picks(t, percent, Sampling.ForSurveys)));
            // Who is in a small share is in every larger one.
            Assert.All(picked, t => Assert.True(Sampling.Picks(t, percent + 5, Sampling.ForSurveys)));
        }
        Assert.All(tickets.Take(1000), t => Assert.False(Sampling.Picks(t, 0, Sampling.ForCalls)));
        Assert.All(tickets.Take(1000), t => Assert.True(Sampling.Picks(t, 100, Sampling.ForCalls)));
        var both = tickets.Count(t => Sampling.Picks(t, 50, Sampling.ForCalls) && Sampling.Picks(t, 50, Sampling.ForSurveys));
        Assert.InRange(both, 4_600, 5_400);
    }

    [Fact]
    public void Wrong_rules_are_named_by_field()
    {
        var wrong = new SurveyRules
        {
            DelayMinutes = -1,
            RatePercent = 101,
            ThrottleDays = 3651,
            MostPer30Days = -1,
            ExpiryDays = 0,
            ReminderDays = [3, 3],
            Channels = ["fax"],
            Calls = new() { LowScore = 6, Severity = 9, SamplePercent = -1, WithinHours = 0, Attempts = 0, AgainAfterHours = 0, Script = new("", "x"), Hours = new() { Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["9-18"], ["xyz"] = [] }, Holidays = ["soon"] } },
        };
        Assert.Equal(
            [
                "calls.againAfterHours", "calls.attempts", "calls.hours.holidays[0]", "calls.hours.week.mon[0]", "calls.hours.week.xyz", "calls.lowScore", "calls.samplePercent", "calls.script.zh",
                "calls.severity", "calls.withinHours", "channels", "delayMinutes", "expiryDays", "mostPer30Days", "ratePercent", "reminderDays", "throttleDays",
            ],
            RulesCheck.Check(wrong).Select(e => e.Field).Order(StringComparer.Ordinal));
        Assert.Empty(RulesCheck.Check(new SurveyRules()));
        Assert.Equal(["reminderDays"], RulesCheck.Check(new() { ExpiryDays = 6, ReminderDays = [3, 6] }).Select(e => e.Field));
    }
}
