using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Calendars;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class Telling_of_calendars(SlaApp app)
{
    private static readonly string[] _split = ["13:30-18:00", "09:00-12:00"];
    private static readonly string[] _untilMidnight = ["20:00-24:00"];
    private static readonly string[] _closed = ["2026-10-02", "2026-10-01"];

    private readonly Vendor _vendor = app.NewVendor();

    [Fact]
    public async Task A_new_version_is_told_whole_with_who_made_it()
    {
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await _vendor.PostAsync("/api/v1/sla/calendars", new
        {
            name = "shop", timeZone = "Asia/Tokyo", week = new { sun = _untilMidnight, mon = _split }, holidays = _closed,
            specialDays = new[] { new { date = "2026-10-10", intervals = _split }, new { date = "2026-09-09", intervals = Array.Empty<string>() } },
        });

        var told = (await ToldAsync()).Single(c => c.Name == "shop");
        Assert.Equal(("Asia/Tokyo", 1, "Mei", told.ValidFrom), (told.TimeZone, told.Version, told.By.Name, told.OccurredAt));
        OpenHours[] split = [new(32_400, 43_200), new(48_600, 64_800)];
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Sunday], told.Week.Select(d => d.Weekday));
        Assert.Equal(split, told.Week[0].Open);
        Assert.Equal([new(72_000, 86_400)], told.Week[1].Open);
        Assert.Equal([new(2026, 10, 1), new(2026, 10, 2)], told.Holidays);
        Assert.Equal([new(2026, 9, 9), new(2026, 10, 10)], told.SpecialDays.Select(d => d.Date));
        Assert.Equal([0, 2], told.SpecialDays.Select(d => d.Open.Count));
    }

    [Fact]
    public async Task What_a_tenant_starts_with_is_told_and_again_when_its_zone_comes_to_be_known_and_when_it_moves()
    {
        await app.DeliverAsync(_vendor.Triaged(Guid.CreateVersion7(), new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)));
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await app.DeliverAsync(_vendor.Zone("Europe/Berlin", 2));

        var told = await ToldAsync();
        Assert.Equal(
            ["always 1 Etc/UTC", "working-hours 1 Etc/UTC", "always 1 Asia/Shanghai", "working-hours 1 Asia/Shanghai", "always 2 Europe/Berlin", "working-hours 2 Europe/Berlin"],
            told.OrderBy(c => c.Stream!.Sequence).ThenBy(c => c.Name).Select(c => $"{c.Name} {c.Version} {c.TimeZone}"));
        Assert.Equal(2, told.Select(c => c.CalendarId).Distinct().Count());
        Assert.All(told.Where(c => c.Name == "always"), c => Assert.Equal(7, c.Week.Count(d => d.Open.SequenceEqual([new(0, 86_400)]))));
        Assert.Contains(new DateOnly(2026, 10, 1), told.Last(c => c is { Name: "working-hours", TimeZone: "Asia/Shanghai" }).Holidays);
    }

    [Fact]
    public async Task An_imported_year_is_told_and_a_dry_run_is_not()
    {
        await app.DeliverAsync(_vendor.Zone("Asia/Tokyo", 1));
        var days = new { holidays = _closed };
        await _vendor.PostAsync("/api/v1/sla/calendars/working-hours/years/2026?dryRun=true", days);
        await _vendor.PostAsync("/api/v1/sla/calendars/working-hours/years/2026", days);

        var told = (await ToldAsync()).Where(c => c.Name == "working-hours").ToList();
        Assert.Equal([1, 2], told.Select(c => c.Version));
        Assert.Equal([0, 2], told.Select(c => c.Holidays.Count));
    }

    [Fact]
    public async Task Calendars_that_were_there_before_are_told_once_each_by_their_newest_version()
    {
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await _vendor.PostAsync("/api/v1/sla/calendars", new { name = "always", timeZone = "Asia/Tokyo", alwaysOpen = true });
        var before = (await ToldAsync()).Count;
        // As they lie there after the migration.
        await using (var forget = app.Database.CreateCommand("UPDATE calendars SET told = false WHERE tenant = $1"))
        {
            forget.Parameters.Add(new() { Value = _vendor.Tenant });
            await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var telling = app.Services.GetRequiredService<CalendarTelling>();
        await Task.WhenAll(telling.TellAsync(TestContext.Current.CancellationToken), telling.TellAsync(TestContext.Current.CancellationToken));
        await telling.TellAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["always 2 Asia/Tokyo", "working-hours 1 Asia/Shanghai"], (await ToldAsync()).Skip(before).OrderBy(c => c.Name).Select(c => $"{c.Name} {c.Version} {c.TimeZone}"));
    }

    private async Task<List<CalendarChanged>> ToldAsync() => [.. (await TestOutbox.ReadAsync(app.Database)).OfType<CalendarChanged>().Where(c => c.Tenant == _vendor.Tenant)];
}
