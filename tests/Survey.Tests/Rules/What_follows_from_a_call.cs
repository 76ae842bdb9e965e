using ServiceMesh.Survey.Domain.Calls;

namespace ServiceMesh.Survey.Tests.Rules;

public sealed class What_follows_from_a_call
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_due = s_now.AddHours(2);

    [Theory]
    [InlineData(1, true, CallReason.LowScore)]
    [InlineData(2, true, CallReason.LowScore)]
    [InlineData(3, true, null)]
    [InlineData(5, false, CallReason.NotSolved)]
    [InlineData(1, false, CallReason.NotSolved)]
    public void A_bad_answer_brings_a_call(int score, bool solved, string? reason) => Assert.Equal(reason, FollowUp.AfterAnswer(new(), score, solved));

    [Theory]
    [InlineData(1, 1, 0, CallReason.Severe)]
    [InlineData(2, 1, 0, null)]
    [InlineData(2, 2, 0, CallReason.Severe)]
    [InlineData(1, 0, 0, null)]
    [InlineData(3, 1, 100, CallReason.Sample)]
    public void Severe_tickets_and_a_sample_are_called_about_whatever_is_answered(int severity, int limit, int sample, string? reason) =>
        Assert.Equal(reason, FollowUp.AfterClosing(new() { Severity = limit, SamplePercent = sample }, Guid.CreateVersion7(), severity));

    [Fact]
    public void The_third_call_that_reaches_nobody_is_the_last_and_goes_to_the_manager()
    {
        var rules = new CallRules();
        var again = FollowUp.Made(rules, CallOutcome.Unreachable, 0, s_due, s_now, "Asia/Shanghai");
        Assert.Equal(new CallResult(false, 1, new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero), false, false), again);
        Assert.False(FollowUp.Made(rules, CallOutcome.Unreachable, 1, s_due, s_now, "Asia/Shanghai").Completed);
        Assert.Equal(new CallResult(true, 3, s_due, true, false), FollowUp.Made(rules, CallOutcome.Unreachable, 2, s_due, s_now, "Asia/Shanghai"));
    }

    [Fact]
    public void Not_solved_proposes_to_reopen_and_solved_does_not()
    {
        Assert.Equal(new CallResult(true, 1, s_due, false, true), FollowUp.Made(new(), CallOutcome.NotSolved, 0, s_due, s_now, "Asia/Shanghai"));
        Assert.Equal(new CallResult(true, 2, s_due, false, false), FollowUp.Made(new(), CallOutcome.Solved, 1, s_due, s_now, "Asia/Shanghai"));
    }
}
