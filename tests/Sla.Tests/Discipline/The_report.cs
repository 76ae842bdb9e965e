using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Service;
using Xunit;

namespace ServiceMesh.Sla.Tests.Discipline;

public sealed class The_report(SlaApp app)
{
    private static readonly DateTimeOffset _opened = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly Service.Vendor _vendor = app.NewVendor();

    [Fact]
    public async Task It_shows_shares_by_team_and_reason_and_flags_late_pauses()
    {
        // 48 hours to resolve round the clock: the last tenth begins after 43 h 12 min.
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(_vendor.Triaged(ticket, _opened));
        await app.DeliverAsync(_vendor.Paused(ticket, _opened.AddHours(10)));
        await app.DeliverAsync(_vendor.Resumed(ticket, _opened.AddHours(20)));
        await app.DeliverAsync(_vendor.Paused(ticket, _opened.AddHours(55)));
        Assert.Equal(1, await app.CountAsync("late_pauses", _vendor.Tenant));
        Assert.Equal(0, await app.CountAsync("time_shares", _vendor.Tenant));
        await app.DeliverAsync(_vendor.Resumed(ticket, _opened.AddHours(75)));
        await app.DeliverAsync(_vendor.Resolved(ticket, _opened.AddHours(75)));
        await app.DeliverAsync(_vendor.Closed(ticket, _opened.AddHours(80)));

        var report = await ReportAsync();
        var team = Assert.Single(report["teams"]!.AsArray())!;
        Assert.Equal((1, 270_000m, 108_000m, 0.4m, 1), (
            team["tickets"]!.GetValue<int>(), team["seconds"]!.GetValue<decimal>(), team["pausedSeconds"]!.GetValue<decimal>(), team["pausedShare"]!.GetValue<decimal>(),
            team["latePauses"]!.GetValue<int>()));
        var reason = Assert.Single(team["reasons"]!.AsArray())!;
        Assert.Equal(("waiting-for-customer", 2, 0.4m), (reason["reason"]!.ToString(), reason["pauses"]!.GetValue<int>(), reason["share"]!.GetValue<decimal>()));
        var late = Assert.Single(report["latePauses"]!.AsArray())!;
        Assert.Equal((ticket, "resolution", _opened.AddHours(58), 10_800m), (
            late["ticketId"]!.GetValue<Guid>(), late["clock"]!.ToString(), late["dueAt"]!.GetValue<DateTimeOffset>(), late["leftSeconds"]!.GetValue<decimal>()));

        await app.DeliverAsync(_vendor.Reopened(ticket, _opened.AddHours(90)));
        Assert.Equal(0, await app.CountAsync("time_shares", _vendor.Tenant));
        Assert.Empty((await ReportAsync(app.NewVendor()))["teams"]!.AsArray());
    }

    [Fact]
    public async Task The_order_of_arrival_changes_nothing()
    {
        var ticket = Guid.CreateVersion7();
        var resolved = _vendor.Resolved(ticket, _opened.AddHours(75)) with { Stream = new("dispatch", ticket, 9) };
        await app.DeliverAsync(_vendor.Resumed(ticket, _opened.AddHours(60)));
        await app.DeliverAsync(_vendor.Paused(ticket, _opened.AddHours(45)));
        await app.DeliverAsync(resolved);
        await app.DeliverAsync(_vendor.Triaged(ticket, _opened));
        Assert.Single((await ReportAsync())["latePauses"]!.AsArray());
        Assert.Equal(0.2m, (await ReportAsync())["teams"]![0]!["pausedShare"]!.GetValue<decimal>());
        await app.DeliverAsync(_vendor.Paused(ticket, _opened.AddHours(5)));
        await app.DeliverAsync(_vendor.Resumed(ticket, _opened.AddHours(20)));
        Assert.Equal(0.4m, (await ReportAsync())["teams"]![0]!["pausedShare"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task It_is_for_managers_and_for_a_period()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _vendor.GetAsync(Path("2026-03-01", "2026-04-01"), Roles.Engineer)).Status);
        foreach (var (from, to) in new[] { ("2026-04-01", "2026-03-01"), ("1969-01-01", "1970-02-01"), ("2026-01-01", "2030-01-01") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _vendor.GetAsync(Path(from, to))).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _vendor.GetAsync("/api/v1/sla/pause-discipline?from=yesterday")).Status);
    }

    private static string Path(string from, string to) => $"/api/v1/sla/pause-discipline?from={from}T00:00:00Z&to={to}T00:00:00Z";

    private async Task<JsonNode> ReportAsync(Service.Vendor? vendor = null)
    {
        var (status, body) = await (vendor ?? _vendor).GetAsync(Path("2026-03-01", "2026-04-01"));
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }
}
