using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

/// <summary>Extra clocks, clocks of single teams, and warnings by working time, from events to what is published.</summary>
public sealed class Clocks_of_a_policys_own(SlaApp app)
{
    private static readonly string[] _solution = ["resolved"];

    private readonly Vendor _vendor = app.NewVendor();
    private readonly Guid _ticket = Guid.CreateVersion7();
    private readonly DateTimeOffset _opened = Vendor.Now.AddHours(-10);

    [Theory]
    [InlineData(1d, 2d, 2.5, "repair met +3 +2.5 -", "rootCause met +4 +2 -")]
    [InlineData(1d, 5d, 6d, "repair metLate +3 +6 +3", "rootCause metLate +4 +5 +4")]
    [InlineData(1d, null, null, "repair breached +3 - +3", "rootCause breached +4 - +4")]
    [InlineData(null, 4d, null, "rootCause met +4 +4 -")] // what nobody started does not exist; kept at the very instant is kept
    public async Task An_extra_clock_starts_on_its_signal_and_is_met_by_its_own(double? arrived, double? planned, double? resolved, params string[] expected)
    {
        await PolicyAsync(new { extra = new object[] { new { name = "rootCause", target = "PT4H", metBy = "fixPlan" }, new { name = "repair", target = "PT2H", startsOn = "arrived", metBy = "resolved" } } });
        if (arrived is { } arrival)
        {
            await app.DeliverAsync(new VisitArrived { Tenant = _vendor.Tenant, TicketId = _ticket, OccurredAt = _opened.AddHours(arrival), VisitId = Guid.CreateVersion7() });
        }

        if (planned is { } plan)
        {
            await app.DeliverAsync(_vendor.Planned(_ticket, _opened.AddHours(plan)));
        }

        if (resolved is { } solution)
        {
            await app.DeliverAsync(_vendor.Resolved(_ticket, _opened.AddHours(solution)));
        }

        await app.DeliverAsync(_vendor.Triaged(_ticket, _opened));
        Assert.Equal(expected, (await LastAsync()).Where(c => c.Clock is "repair" or "rootCause").Select(Told).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_stay_with_a_team_has_a_clock_of_that_teams_own()
    {
        await PolicyAsync(new
        {
            extra = new object[] { new { name = "desk-ola", target = "PT1H", team = "Service Desk" }, new { name = "erp-ola", target = "PT3H", team = "ERP" } },
        });
        await app.DeliverAsync(Handed("ERP", 0.5));
        await app.DeliverAsync(Handed("Service Desk", 2));
        await app.DeliverAsync(_vendor.Resolved(_ticket, _opened.AddHours(4)));
        await app.DeliverAsync(_vendor.Triaged(_ticket, _opened) with { TeamName = "Service Desk" });

        var clocks = (await LastAsync()).Where(c => c.Team is not null).OrderBy(c => c.Clock, StringComparer.Ordinal).ThenBy(c => c.Cycle).ToList();
        Assert.Equal(["desk-ola met +1 +0.5 -", "desk-ola metLate +3 +4 +3", "erp-ola met +3.5 +2 -"], clocks.Select(Told));
        Assert.Equal([("Service Desk", 1, 1, 0d), ("Service Desk", 2, 1, 2d), ("ERP", 1, 1, 0.5)], clocks.Select(c => (c.Team!, c.Cycle, c.ServiceCycle!.Value, (c.StartedAt - _opened).TotalHours)));
        Assert.Equal(["desk-ola"], (await app.PublishedAsync(_ticket)).OfType<SlaBreached>().Where(b => b.Clock != "resolution").Select(b => b.Clock));
    }

    [Fact]
    public async Task A_contract_may_want_the_closing_and_take_a_solution_for_a_diagnosis()
    {
        await PolicyAsync(
            new { targets = new { diagnosis = "PT48H", resolution = "PT48H" } },
            clocks: new { diagnosis = new { alsoMetBy = _solution }, resolution = new { metBy = "closed" } });
        await app.DeliverAsync(_vendor.Triaged(_ticket, _opened));
        await app.DeliverAsync(_vendor.Resolved(_ticket, _opened.AddHours(1)));
        Assert.Equal(["diagnosis met +48 +1 -", "resolution running +48 - -"], (await LastAsync()).Select(Told));
        Assert.NotNull(await app.ArmedAsync(_ticket));
        await app.DeliverAsync(_vendor.Closed(_ticket, _opened.AddHours(2)));
        Assert.Equal(["diagnosis met +48 +1 -", "resolution met +48 +2 -"], (await LastAsync()).Select(Told));
        Assert.Equal(["resolved", "closed"], (await _vendor.ClocksAsync(_ticket))["clocks"]!.AsArray().Select(c => c!["metBy"]!["event"]!.ToString()));
    }

    [Fact]
    public async Task Two_warnings_a_second_apart_are_told_one_by_one_each_with_its_time_before_due()
    {
        await PolicyAsync(new { targets = new { resolution = "PT48H" } }, warnBefore: ["PT15M", "PT14M59S"]);
        var ticket = Guid.CreateVersion7();
        var opened = Vendor.Now.AddMilliseconds(700).AddHours(-48).AddMinutes(15);
        await app.DeliverAsync(_vendor.Triaged(ticket, opened));
        await Eventually.Async(async () => (await app.PublishedAsync(ticket)).OfType<SlaWarned>().Any(w => w.BeforeDueSeconds == 899), what: "the second warning");
        // On a machine that is busy both may be found at one look: then only the later is told.
        var warned = (await app.PublishedAsync(ticket)).OfType<SlaWarned>().ToList();
        Assert.All(warned, w => Assert.Equal((99, opened.AddHours(48), opened.AddHours(48).AddSeconds(-w.BeforeDueSeconds!.Value)), (w.Percent, w.DueAt, w.OccurredAt)));
        Assert.InRange(warned.Count, 1, 2);
        var levels = (await _vendor.ClocksAsync(ticket))["clocks"]!.AsArray().Single()!["levels"]!.AsArray();
        Assert.Equal(["warning-PT14M59S", "warning-PT15M"], levels.Select(l => l!["level"]!.ToString()).Order(StringComparer.Ordinal));
    }

    private TicketHandedOver Handed(string team, double hours) => new()
    {
        Tenant = _vendor.Tenant, TicketId = _ticket, OccurredAt = _opened.AddHours(hours), TeamId = Guid.CreateVersion7(), TeamName = team,
    };

    private string Told(ClockView c) =>
        $"{c.Clock} {JsonNamingPolicy.CamelCase.ConvertName(c.State.ToString())} {After(c.DueAt)} {After(c.MetAt)} {After(c.BreachedAt)}";

    private string After(DateTimeOffset? at) => at is { } instant ? FormattableString.Invariant($"+{(instant - _opened).TotalHours}") : "-";

    private async Task<IReadOnlyList<ClockView>> LastAsync() => (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last().Clocks;

    private async Task PolicyAsync(object rule, string[]? warnBefore = null, object? clocks = null)
    {
        var named = JsonSerializer.SerializeToNode(rule)!.AsObject();
        named["name"] = "any";
        named["targets"] ??= new JsonObject { ["resolution"] = "PT8H" };
        var (status, body) = await _vendor.PostAsync("/api/v1/sla/policies", new { name = "premium", calendar = "always", warnAt = Array.Empty<int>(), warnBefore, clocks, rules = new[] { named } });
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, $"{status} {body}");
    }
}
