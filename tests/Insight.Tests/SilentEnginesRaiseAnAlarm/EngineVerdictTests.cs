using ServiceMesh.Insight.Engines;

namespace ServiceMesh.Insight.Tests.SilentEnginesRaiseAnAlarm;

public sealed class EngineVerdictTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_long = s_now.AddHours(-1);

    [Theory]
    [InlineData(0, 0, EngineState.Ok)]
    [InlineData(65, 5, EngineState.Ok)]
    [InlineData(66, 0, EngineState.Late)]
    [InlineData(10, 6, EngineState.Late)]
    [InlineData(120, 0, EngineState.Late)]
    [InlineData(121, 0, EngineState.Lost)]
    [InlineData(-30, 0, EngineState.Ok)]
    public void Silence_and_lateness_make_the_state(int silentSeconds, int lateSeconds, EngineState state) =>
        Assert.Equal(state, EngineVerdict.StateOf(Engine("sla", silentSeconds, lateSeconds), s_now));

    [Fact]
    public void Silence_longer_than_the_patience_is_a_loss()
    {
        var (lost, _) = EngineVerdict.Judge([Engine("insight", 5), Engine("sla", 121), Engine("intake", 119)], "insight", s_long, s_long, s_now);
        Assert.Equal(["sla"], lost);
    }

    [Fact]
    public void What_was_not_heard_before_this_process_listened_says_nothing()
    {
        EngineSighting[] engines = [Engine("insight", 600), Engine("sla", 600)];
        Assert.Empty(EngineVerdict.Judge(engines, "insight", s_now, null, s_now).Lost);
        Assert.Empty(EngineVerdict.Judge([], "insight", s_long, null, s_now).Lost);
    }

    [Fact]
    public void While_not_even_own_heartbeats_arrive_only_the_own_engine_is_named_and_then_the_others_get_their_time_anew()
    {
        EngineSighting[] silent = [Engine("insight", 130), Engine("sla", 130)];
        var (lost, heardSince) = EngineVerdict.Judge(silent, "insight", s_long, s_long, s_now);
        Assert.Equal(["insight"], lost);

        EngineSighting[] first = [Engine("insight", 0), Engine("sla", 140)];
        (lost, heardSince) = EngineVerdict.Judge(first, "insight", s_long, heardSince, s_now);
        Assert.Empty(lost);

        EngineSighting[] later = [Engine("insight", -121), Engine("sla", 140)];
        Assert.Equal(["sla"], EngineVerdict.Judge(later, "insight", s_long, heardSince, s_now.AddSeconds(121)).Lost);
    }

    private static EngineSighting Engine(string service, int silentSeconds, int lateSeconds = 0) =>
        new(service, s_now.AddSeconds(-silentSeconds), TimeSpan.FromSeconds(lateSeconds));
}
