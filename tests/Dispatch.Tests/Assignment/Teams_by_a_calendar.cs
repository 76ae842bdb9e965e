using System.Net;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>A team works by one of Sla's calendars: the minutes of its offers run by it.</summary>
public sealed class Teams_by_a_calendar(DispatchApp app)
{
    [Fact]
    public async Task Offers_run_by_the_newest_version_of_the_calendar_that_the_team_names()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        foreach (var name in new[] { "Li", "Bo", "Mei" }) await vendor.EngineerAsync(name, team);
        var settings = new { assignment = new { mode = "offer", offerMinutes = 5, calendar = "working-hours" } };
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{team}/settings", settings));
        var id = Guid.CreateVersion7();
        // Open on one day alone, made up for a holiday: the third from now, and then the fifth.
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await app.DeliverAsync(Calendar(vendor, id, today.AddDays(3), 1));
        var stored = await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", settings);
        Assert.Equal("working-hours", stored.GetProperty("assignment").GetProperty("calendar").GetString());
        var ticket = await vendor.OpenAsync();
        Assert.Equal(At(today.AddDays(3)), Assert.Single(await vendor.PublishedAsync<TicketOffered>()).ExpiresAt);

        await app.DeliverAsync(Calendar(vendor, id, today.AddDays(5), 3));
        await app.DeliverAsync(Calendar(vendor, id, today.AddDays(4), 2));
        await vendor.OpenAsync();
        Assert.Equal(At(today.AddDays(5)), (await vendor.PublishedAsync<TicketOffered>())[^1].ExpiresAt);

        // The next who is asked has the same time.
        await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'offer' AND key = '{ticket}'");
        await Testing.Eventually.Async(async () => (await vendor.PublishedAsync<TicketOffered>()).Count == 3, what: "the next one is asked");
        Assert.Equal(At(today.AddDays(5)), (await vendor.PublishedAsync<TicketOffered>())[^1].ExpiresAt);

        static DateTimeOffset At(DateOnly day) => new(day, new TimeOnly(9, 5), TimeSpan.Zero);
    }

    private static CalendarChanged Calendar(Vendor vendor, Guid id, DateOnly open, long sequence) => new()
    {
        Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, CalendarId = id, Name = "working-hours", Version = (int)sequence, TimeZone = "UTC", Week = [], Holidays = [open],
        SpecialDays = [new SpecialDayHours(open, [new OpenHours(9 * 3600, 18 * 3600)])], ValidFrom = DateTimeOffset.UtcNow, Stream = new StreamPosition("sla", id, sequence),
    };
}
