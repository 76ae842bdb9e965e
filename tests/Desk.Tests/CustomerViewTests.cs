using ServiceMesh.Desk.Portal;
using ServiceMesh.Desk.Progress;
using Xunit;

namespace ServiceMesh.Desk.Tests;

/// <summary>A ticket in its customer's words, and what a form says a request is about.</summary>
public sealed class A_customers_view
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    private static readonly Times s_times = new(Words.English, TimeZoneInfo.Utc, new StoppedClock());

    [Fact]
    public void Names_the_promise_to_be_kept_next_and_none_of_the_teams()
    {
        ClockShape[] clocks =
        [
            Running("resolution", 5), Running("diagnosis", 2), Running("hotline-stay", 1), new() { Clock = "firstResponse", State = "met", MetAt = s_now.AddHours(-1) },
        ];
        Assert.Equal("We tell you the cause and a plan by today 04:00", CustomerView.Next(Words.English, s_times, "inProgress", clocks)!.Text);
        Assert.Null(CustomerView.Next(Words.English, s_times, "resolved", clocks));
        Assert.Null(CustomerView.Next(Words.English, s_times, "open", [clocks[3]]));
        Assert.Equal(3, CustomerView.Promises(Words.English, s_times, clocks).Count);
    }

    [Theory]
    [InlineData("waiting", "waitingForCustomer", true)]
    [InlineData("waiting", "waitingForVendor", false)]
    [InlineData("inProgress", "waitingForCustomer", false)]
    [InlineData("waiting", null, false)]
    public void Tells_whose_turn_it_is(string state, string? waitingFor, bool theirs) => Assert.Equal(theirs, CustomerView.IsTheirTurn(state, waitingFor));

    [Fact]
    public void Reads_equipment_product_and_module_of_a_form()
    {
        var (asset, product) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(Is(asset, null, null), RequestAbout.Read($"a:{asset}", null));
        Assert.Equal(Is(null, product, null), RequestAbout.Read($"p:{product}", ""));
        Assert.Equal(Is(null, product, "FI/CO"), RequestAbout.Read(null, $"{product}/FI/CO"));
        Assert.Equal(Is(asset, product, "FI"), RequestAbout.Read($"a:{asset}", $"{product}/FI"));
        foreach (var wrong in new[] { "a:", "p:x", "x", "/", $"{product}/", "no-id/FI", $"/{product}" })
            Assert.Equal(Is(null, null, null), RequestAbout.Read(wrong, wrong));
    }

    private static (Guid? Asset, Guid? Product, string? Module) Is(Guid? asset, Guid? product, string? module) => (asset, product, module);

    private static ClockShape Running(string clock, int hours) =>
        new() { Clock = clock, State = "running", StartedAt = s_now.AddHours(-1), TargetSeconds = 3600 * (hours + 1), DueAt = s_now.AddHours(hours), RemainingSeconds = 3600 * hours };

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
