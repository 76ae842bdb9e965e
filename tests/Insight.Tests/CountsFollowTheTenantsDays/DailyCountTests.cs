using ServiceMesh.Contracts;
using ServiceMesh.Insight.Domain;

namespace ServiceMesh.Insight.Tests.CountsFollowTheTenantsDays;

public sealed class DailyCountTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Midnight_is_the_tenants()
    {
        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai"));
        await insight.DeliverAsync(AroundMidnightInShanghai());

        await AssertOpenedAsync((22, 1), (23, 2));
    }

    [Fact]
    public async Task What_came_before_the_tenant_was_known_is_counted_anew()
    {
        await insight.DeliverAsync(AroundMidnightInShanghai());
        await AssertOpenedAsync((22, 3), (23, 0));

        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai"));

        await AssertOpenedAsync((22, 1), (23, 2));
    }

    [Fact]
    public async Task A_later_zone_holds_from_then_on_and_an_older_one_never()
    {
        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai", sequence: 3));
        await insight.DeliverAsync(Story.Zone(_tenant, "America/New_York", sequence: 2));
        await insight.DeliverAsync(AroundMidnightInShanghai());
        await insight.DeliverAsync(Story.Zone(_tenant, "UTC", sequence: 4));
        await insight.DeliverAsync(new Story(_tenant).At(Utc(22, 23, 0)).Opened());

        await AssertOpenedAsync((22, 2), (23, 2));
    }

    [Fact]
    public async Task A_zone_that_nobody_knows_counts_as_utc()
    {
        await insight.DeliverAsync(Story.Zone(_tenant, "Mars/Olympus_Mons"));
        await insight.DeliverAsync(AroundMidnightInShanghai());

        await AssertOpenedAsync((22, 3), (23, 0));
    }

    [Fact]
    public async Task Every_figure_of_a_day_is_there()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened(), story.Triaged(), story.Assigned(), story.Assigned(again: true), story.Paused(), story.Paused(), story.Breached(), story.Closed());
        await insight.DeliverAsync(story.Answered(2), new Story(_tenant).Answered(5), new Story(_tenant).Answered(4));

        var day = await insight.DayAsync(_tenant, "2026-11-20");

        Assert.Equal(1, day.GetProperty("triaged").GetInt32());
        Assert.Equal(2, day.GetProperty("assigned").GetInt32());
        Assert.Equal(1, day.GetProperty("reassigned").GetInt32());
        Assert.Equal(2, day.GetProperty("paused").GetInt32());
        Assert.Equal(1, day.GetProperty("breached").GetInt32());
        Assert.Equal(1, day.GetProperty("closed").GetInt32());
        Assert.Equal(3, day.GetProperty("surveysAnswered").GetInt32());
        Assert.Equal(3.67m, day.GetProperty("averageScore").GetDecimal());
        var counts = await insight.GetAsync(_tenant, "/api/v1/insight/event-counts?from=2026-11-20&to=2026-11-20");
        Assert.Equal(1, counts.GetProperty("reassigned").GetInt32());
    }

    [Fact]
    public async Task A_day_without_events_is_zero_and_without_answers_has_no_average()
    {
        var items = (await insight.GetAsync(_tenant, "/api/v1/insight/daily")).GetProperty("items");

        Assert.Equal(30, items.GetArrayLength());
        Assert.Equal(0, items[29].GetProperty("opened").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, items[29].GetProperty("averageScore").ValueKind);
    }

    [Theory]
    [InlineData("2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("2026-03-08T05:00:00Z", "2026-03-08")]
    [InlineData("2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("2026-03-09T04:00:00Z", "2026-03-09")]
    public void A_day_of_a_clock_change_has_its_own_length(string at, string day)
    {
        var zone = TenantDay.Zone("America/New_York");

        Assert.Equal(DateOnly.Parse(day, null), TenantDay.Of(DateTimeOffset.Parse(at, null), zone));
    }

    private IEnumerable<Event> AroundMidnightInShanghai() =>
    [
        new Story(_tenant).At(Utc(22, 15, 59)).Opened(),
        new Story(_tenant).At(Utc(22, 16, 0)).Opened(),
        new Story(_tenant).At(Utc(22, 23, 59)).Opened(),
    ];

    private static DateTimeOffset Utc(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);

    private async Task AssertOpenedAsync(params (int Day, int Opened)[] expected)
    {
        foreach (var (day, opened) in expected)
            Assert.Equal(opened, (await insight.DayAsync(_tenant, $"2026-11-{day}")).GetProperty("opened").GetInt32());
    }
}
