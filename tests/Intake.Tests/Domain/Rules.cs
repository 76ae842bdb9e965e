using System.Net;
using System.Text;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Webhooks;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Rules
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Messages_go_where_the_tickets_state_says()
    {
        Assert.Equal(MessageRoute.Join, ConversationRule.Decide(TicketState.Open, null, s_now, ConversationRule.ReopenWindow));
        Assert.Equal(MessageRoute.JoinAndReopen, ConversationRule.Decide(TicketState.Resolved, null, s_now, ConversationRule.ReopenWindow));
        Assert.Equal(MessageRoute.JoinAndReopen, ConversationRule.Decide(TicketState.Closed, s_now.AddDays(-7), s_now, ConversationRule.ReopenWindow));
        Assert.Equal(MessageRoute.NewTicket, ConversationRule.Decide(TicketState.Closed, s_now.AddDays(-7).AddTicks(-1), s_now, ConversationRule.ReopenWindow));
        Assert.Equal(MessageRoute.NewTicket, ConversationRule.Decide(TicketState.Cancelled, s_now, s_now, ConversationRule.ReopenWindow));
    }

    [Fact]
    public void Deliveries_back_off_and_end()
    {
        var waits = Enumerable.Range(1, 10).Select(n => DeliverySchedule.WaitAfter(n, null, 0)?.TotalSeconds).ToList();
        Assert.Equal([5, 30, 120, 600, 1800, 3600, 7200, null, null, null], waits);
        Assert.Equal(8, DeliverySchedule.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(90), DeliverySchedule.WaitAfter(2, TimeSpan.FromSeconds(90), 0));
        Assert.Equal(TimeSpan.FromHours(1), DeliverySchedule.WaitAfter(1, TimeSpan.FromDays(9), 0));
        Assert.InRange(DeliverySchedule.WaitAfter(1, null, 1)!.Value.TotalSeconds, 5, 5.5);
    }

    [Theory]
    [InlineData("T-20261122-000123", 123)]
    [InlineData("T-20261122-1000000", 1_000_000)]
    public void Numbers_carry_day_and_count(string number, long count) => Assert.Equal(number, TicketNumber.Format(new DateOnly(2026, 11, 22), count));

    [Fact]
    public void Signatures_follow_the_standards_own_example()
    {
        // The example of the Standard Webhooks specification's reference libraries.
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
        const string Right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        Assert.Equal(Right, WebhookSignature.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body));
        Assert.True(Verify(Right));
        Assert.True(Verify("v1,AAAA v2,x v1a,y " + Right));
        Assert.False(Verify(""));
        Assert.False(Verify("v2" + Right[2..]));
        Assert.False(Verify(Right[..^3] + "AA="));
        Assert.False(WebhookSignature.Verify(secret, "msg_other", "1614265330", body, Right));
        Assert.False(WebhookSignature.Verify(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331", body, Right));

        bool Verify(string header) => WebhookSignature.Verify(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body, header);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Webhooks_are_timely_within_five_minutes_either_way(int seconds, bool timely) =>
        Assert.Equal(timely, WebhookSignature.IsTimely(s_now.AddSeconds(seconds).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), s_now));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999")]
    public void Webhooks_with_no_time_are_not_timely(string timestamp) => Assert.False(WebhookSignature.IsTimely(timestamp, s_now));

    [Fact]
    public void Subjects_are_cut_at_whole_characters()
    {
        Assert.Equal("First line", SubjectLine.Of("  First\tline \r\nSecond", 80));
        var cut = SubjectLine.Of(string.Concat(Enumerable.Repeat("😀", 100)), 80);
        Assert.True(cut.Length <= 80);
        Assert.DoesNotContain('\ufffd', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
    }
}
