using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_clocks_face
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "Calm", 0.0, 3600)]
    [InlineData(29, "Calm", 0.483, 1860)]
    [InlineData(30, "Warm", 0.5, 1800)]
    [InlineData(48, "Hot", 0.8, 720)]
    [InlineData(60, "Overdue", 1.0, 0)]
    [InlineData(75, "Overdue", 1.0, 900)]
    public void Is_coloured_by_the_share_of_the_time_that_is_used(int minutes, string look, double share, long seconds)
    {
        var clock = new ClockShape { Clock = "resolution", State = "running", StartedAt = Start, TargetSeconds = 3600, DueAt = Start.AddHours(1), RemainingSeconds = 3600 };
        var face = ClockFace.Of(clock, Start.AddMinutes(minutes));
        Assert.Equal(look, face.Look.ToString());
        Assert.Equal(share, face.Share, 0.001);
        Assert.Equal(seconds, face.Seconds);
    }

    [Fact]
    public void Shows_what_is_left_while_paused_whatever_the_time()
    {
        var clock = new ClockShape { Clock = "resolution", State = "paused", StartedAt = Start, TargetSeconds = 4000, RemainingSeconds = 1000 };
        var face = ClockFace.Of(clock, Start.AddDays(9));
        Assert.Equal((ClockLook.Paused, 0.75, 1000L), (face.Look, face.Share, face.Seconds));
    }

    [Fact]
    public void Counts_a_breach_from_the_instant_that_was_missed()
    {
        var clock = new ClockShape { Clock = "diagnosis", State = "breached", StartedAt = Start, TargetSeconds = 60, BreachedAt = Start.AddMinutes(1) };
        Assert.Equal(540, ClockFace.Of(clock, Start.AddMinutes(10)).Seconds);
    }

    [Fact]
    public void Is_read_with_fractions_of_seconds_as_Sla_writes_them()
    {
        var clock = System.Text.Json.JsonSerializer.Deserialize<ClockShape>("""{"clock":"diagnosis","state":"paused","targetSeconds":900,"remainingSeconds":710.395616}""", System.Text.Json.JsonSerializerOptions.Web)!;
        Assert.Equal(710, ClockFace.Of(clock, Start).Seconds);
    }

    [Theory]
    [InlineData("met", "Met")]
    [InlineData("metLate", "MetLate")]
    [InlineData("cancelled", "None")]
    [InlineData("something newer", "None")]
    public void Knows_the_ends(string state, string look) =>
        Assert.Equal(look, ClockFace.Of(new ClockShape { State = state, StartedAt = Start, TargetSeconds = 60 }, Start).Look.ToString());
}
