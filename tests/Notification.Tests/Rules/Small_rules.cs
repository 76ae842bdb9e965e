using System.Net;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Sending.Webhooks;

namespace ServiceMesh.Notification.Tests.Rules;

public sealed class Small_rules
{
    [Theory]
    [InlineData("Printer\r\nBcc: victim@example.com", "Printer Bcc: victim@example.com")]
    [InlineData("a\u2028b\u0000c\td\u202Ee", "a b c d e")]
    [InlineData("  升级后无法启动  ", "升级后无法启动")]
    [InlineData(null, "")]
    public void A_header_is_one_clean_line(string? text, string line) => Assert.Equal(line, Texts.ForHeader(text));

    [Fact]
    public void A_header_is_never_cut_inside_a_character()
    {
        var line = Texts.ForHeader(string.Concat(Enumerable.Repeat("😀", 200)));
        Assert.InRange(line.Length, 170, 182);
        Assert.All(line.EnumerateRunes(), r => Assert.Equal(0x1F600, r.Value));
    }

    [Theory]
    [InlineData("wei@example.com", true)]
    [InlineData("wei.li+erp@mail.example.co.uk", true)]
    [InlineData("wei@example.com\r\nBcc: x@example.com", false)]
    [InlineData("Wei <wei@example.com>", false)]
    [InlineData("wei@example.com,other@example.com", false)]
    [InlineData("wei", false)]
    [InlineData("@example.com", false)]
    [InlineData("wei @example.com", false)]
    public void An_address_is_one_plain_address(string address, bool good) => Assert.Equal(good, Texts.IsAddress(address));

    [Theory]
    [InlineData("zh-CN", "zh")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("en-GB", "en")]
    [InlineData("de", "zh")]
    [InlineData(null, "zh")]
    public void The_recipients_language_or_the_tenants_first(string? wanted, string language) => Assert.Equal(language, Texts.Language(wanted, ["zh-CN", "en"]));

    [Theory]
    [InlineData("wei@example.com", "w***@example.com")]
    [InlineData("+8613812345678", "+86***78")]
    [InlineData("", "")]
    public void An_address_is_masked(string address, string masked) => Assert.Equal(masked, Texts.Mask(address));

    [Fact]
    public void Waits_follow_the_ladder_and_end()
    {
        var failed = new AttemptResult(Failure.TimedOut);
        Assert.Equal(TimeSpan.FromSeconds(5), RetryLadder.Next(RetryLadder.Webhook, 1, failed, 0));
        Assert.Equal(TimeSpan.FromSeconds(5.5), RetryLadder.Next(RetryLadder.Webhook, 1, failed, 1));
        Assert.Equal(TimeSpan.FromHours(24), RetryLadder.Next(RetryLadder.Webhook, 9, failed, 0));
        Assert.Null(RetryLadder.Next(RetryLadder.Webhook, 10, failed, 0));
        Assert.Null(RetryLadder.Next(RetryLadder.Email, 1, new AttemptResult(Failure.Refused, 550), 0));
        Assert.Null(RetryLadder.Next(RetryLadder.Email, 1, new AttemptResult(null), 0));
    }

    [Fact]
    public void What_the_receiver_asks_for_is_honoured_within_a_day()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), RetryLadder.Next(RetryLadder.Webhook, 1, new AttemptResult(Failure.Throttled, 429, TimeSpan.FromMinutes(2)), 0));
        Assert.Equal(TimeSpan.FromMinutes(5), RetryLadder.Next(RetryLadder.Webhook, 2, new AttemptResult(Failure.Throttled, 429, TimeSpan.FromSeconds(1)), 0));
        Assert.Equal(TimeSpan.FromHours(24), RetryLadder.Next(RetryLadder.Webhook, 1, new AttemptResult(Failure.Throttled, 503, TimeSpan.FromDays(300)), 0));
    }

    [Fact]
    public void A_signature_is_the_one_of_the_specification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"));

    [Theory]
    [InlineData(Template.SlaWarned, "Running", true)]
    [InlineData(Template.SlaWarned, "Paused", false)]
    [InlineData(Template.SlaWarned, "Met", false)]
    [InlineData(Template.SlaWarned, "Breached", false)]
    [InlineData(Template.SlaBreached, "Breached", true)]
    [InlineData(Template.SlaBreached, "MetLate", true)]
    [InlineData(Template.SlaBreached, "Running", false)]
    [InlineData(Template.SlaBreached, "Cancelled", false)]
    [InlineData(Template.SlaEscalated, "Breached", true)]
    [InlineData(Template.SlaEscalated, "MetLate", false)]
    public void What_a_clock_says_now_decides(string template, string state, bool holds)
    {
        var present = new Present(TicketStates.Open, null, DateTimeOffset.UtcNow) { Named = "clock.resolution", Clocks = [$"resolution/1={state}"] };
        Assert.Equal(holds, StillTrue.Of(template, Audience.Manager, "x", null, present));
        // Another clock of the same message still stands so, or is all that is known.
        Assert.True(StillTrue.Of(template, Audience.Manager, "x", null, present with { Named = "clock.update\nclock.resolution", Clocks = [$"resolution/1={state}", "update/1=" + (template == Template.SlaBreached ? "Breached" : "Running")] }));
        Assert.True(StillTrue.Of(template, Audience.Manager, "x", null, present with { Named = "clock.update" }));
        // The run it tells of counts, not the next one.
        Assert.Equal(holds, StillTrue.Of(template, Audience.Manager, "x", null, present with { Cycle = "1", Clocks = [$"resolution/1={state}", "resolution/2=Paused"] }));
    }

    [Fact]
    public void A_message_that_is_no_longer_true_is_recognised()
    {
        var now = DateTimeOffset.UtcNow;
        var open = new Present(TicketStates.Open, "chen@example.com", now);
        Assert.True(StillTrue.Of(Template.SlaWarned, Audience.Engineer, "chen@example.com", null, open));
        Assert.False(StillTrue.Of(Template.SlaWarned, Audience.Engineer, "chen@example.com", null, open with { TicketState = TicketStates.Resolved }));
        Assert.False(StillTrue.Of(Template.SlaWarned, Audience.Engineer, "x", null, open));
        Assert.True(StillTrue.Of(Template.SlaWarned, Audience.Engineer, "x", null, open with { EngineerNow = "X" }));
        Assert.False(StillTrue.Of(Template.SlaWarned, Audience.Engineer, "chen@example.com", now, open));
        Assert.True(StillTrue.Of(Template.SlaWarned, Audience.Colleague, "x", null, open));
        Assert.True(StillTrue.Of(Template.TicketAssigned, Audience.Engineer, "Chen@example.com", null, open));
        Assert.False(StillTrue.Of(Template.TicketAssigned, Audience.Engineer, "other@example.com", null, open));
        Assert.False(StillTrue.Of(Template.TicketAssigned, Audience.Engineer, "chen@example.com", null, open with { TicketState = TicketStates.Closed }));
        Assert.True(StillTrue.Of(Template.SlaBreached, Audience.Manager, "x", null, open with { TicketState = TicketStates.Resolved }));
        Assert.False(StillTrue.Of(Template.SlaBreached, Audience.Manager, "x", null, open with { TicketState = TicketStates.Closed }));
        Assert.False(StillTrue.Of(Template.SlaEscalated, Audience.Manager, "x", null, open with { TicketState = TicketStates.Merged }));
        Assert.False(StillTrue.Of(Template.SurveyInvitation, Audience.Customer, "x", now, open));
        Assert.True(StillTrue.Of(Template.TicketResolved, Audience.Customer, "x", null, open with { TicketState = TicketStates.Closed }));
    }
}
