using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Access;

public sealed class Who_may_what(DispatchApp app)
{
    private const string Range = "?from=2026-06-01T00:00:00Z&until=2026-06-02T00:00:00Z";
    private static readonly object s_span = new { from = "2026-06-01T00:00:00Z", until = "2026-06-02T00:00:00Z" };

    private static readonly object s_rotation = new
    {
        name = "Nights", kind = "onCall", zone = "UTC", startsOn = "2026-02-01", at = "08:00", minutes = 60, rule = "FREQ=DAILY", participants = new[] { Guid.CreateVersion7() },
    };

    private static readonly object s_plan = new
    {
        name = "Inspection", kind = "inspection", contractId = Guid.CreateVersion7(), startsOn = "2027-01-01", at = "01:00", minutes = 60, rule = "FREQ=MONTHLY",
    };

    /// <summary>A good body for every endpoint that takes one: a new endpoint without a line here fails the tests.</summary>
    private static readonly Dictionary<string, object> s_bodies = new()
    {
        ["POST /api/v1/maintenance/plans"] = s_plan,
        ["POST /api/v1/maintenance/plans/preview"] = s_plan,
        ["PUT /api/v1/maintenance/plans/{id}"] = s_plan,
        ["POST /api/v1/maintenance/plans/{id}/end"] = new { reason = "a" },
        ["PUT /api/v1/maintenance/kinds/{kind}/checklist"] = new { items = new[] { new { key = "a", text = "b" } } },
        ["POST /api/v1/maintenance/feeds"] = new { name = "a" },
        ["POST /api/v1/maintenance/runs/{id}/start"] = new { },
        ["POST /api/v1/maintenance/runs/{id}/evidence"] = new { values = new { reference = "a" } },
        ["POST /api/v1/maintenance/runs/{id}/check"] = new { key = "a" },
        ["POST /api/v1/maintenance/runs/{id}/complete"] = new { },
        ["POST /api/v1/maintenance/runs/{id}/assign"] = new { },
        ["POST /api/v1/maintenance/runs/{id}/reschedule"] = new { from = "2099-01-01T00:00:00Z", reason = "a" },
        ["POST /api/v1/maintenance/runs/{id}/cancel"] = new { reason = "a" },
        ["POST /api/v1/maintenance/runs/{id}/waive-rollback-test"] = new { reason = "a" },
        ["POST /api/v1/teams"] = new { name = "Field" },
        ["PUT /api/v1/teams/{id}"] = new { name = "Field" },
        ["POST /api/v1/engineers"] = new { name = "Di", language = "en" },
        ["PUT /api/v1/engineers/{id}"] = new { name = "Di", language = "en" },
        ["PUT /api/v1/teams/{id}/settings"] = new { paging = new { minutes = 5 } },
        ["POST /api/v1/teams/{id}/rotations"] = s_rotation,
        ["PUT /api/v1/teams/{id}/rotations/{rotationId}"] = s_rotation,
        ["POST /api/v1/teams/{id}/overrides"] = new { rotationId = Guid.CreateVersion7(), engineerId = Guid.CreateVersion7(), from = "2026-06-01T00:00:00Z", until = "2026-06-02T00:00:00Z" },
        ["POST /api/v1/teams/{id}/swaps"] = new { rotationId = Guid.CreateVersion7(), first = s_span, second = s_span },
        ["POST /api/v1/teams/{id}/handovers"] = new { text = "a" },
        ["POST /api/v1/teams/{id}/handovers/{noteId}/take"] = new { },
        ["PUT /api/v1/engineers/{id}/profile"] = new { regions = new[] { "North" } },
        ["POST /api/v1/engineers/{id}/absences"] = s_span,
        ["POST /api/v1/work/{ticketId}/accept"] = new { },
        ["POST /api/v1/work/{ticketId}/refuse"] = new { reason = "a" },
        ["POST /api/v1/work/{ticketId}/remote-session"] = new { },
        ["POST /api/v1/work/{ticketId}/visit"] = new { from = "2026-06-01T08:00:00Z", to = "2026-06-01T12:00:00Z" },
        ["POST /api/v1/work/{ticketId}/arrive"] = new { },
        ["POST /api/v1/work/{ticketId}/visit-report"] = new { visitId = Guid.CreateVersion7(), report = "a" },
        ["POST /api/v1/work/{ticketId}/visit-cancel"] = new { visitId = Guid.CreateVersion7(), reason = "a" },
        ["POST /api/v1/work/{ticketId}/visits/{visitId}/files"] = new { },
        ["POST /api/v1/work/{ticketId}/remote-session-end"] = new { sessionId = Guid.CreateVersion7(), log = "a" },
        ["POST /api/v1/work/{ticketId}/problem"] = new { problemId = Guid.CreateVersion7() },
        ["POST /api/v1/work/problems"] = new { title = "a" },
        ["PUT /api/v1/work/problems/{id}"] = new { title = "a" },
        ["PUT /api/v1/triage"] = new { version = 0, book = new { } },
        ["POST /api/v1/triage/dry-run"] = new { book = new { } },
        ["POST /api/v1/triage/suggestions"] = new { subject = "a" },
        ["POST /api/v1/engineers/me/presence"] = new { },
        ["POST /api/v1/engineers/{id}/presence"] = new { state = "away" },
        ["POST /api/v1/work/{ticketId}/acknowledge"] = new { },
        ["POST /api/v1/work/{ticketId}/triage"] = new { impact = "low", urgency = "low" },
        ["POST /api/v1/work/{ticketId}/assign"] = new { },
        ["POST /api/v1/work/{ticketId}/claim"] = new { },
        ["POST /api/v1/work/{ticketId}/unassign"] = new { },
        ["POST /api/v1/work/{ticketId}/start"] = new { },
        ["POST /api/v1/work/{ticketId}/fix-plan"] = new { cause = "a", steps = "b", risk = "c", estimatedMinutes = 1 },
        ["POST /api/v1/work/{ticketId}/pause"] = new { reason = "scheduled" },
        ["POST /api/v1/work/{ticketId}/resume"] = new { },
        ["POST /api/v1/work/{ticketId}/record"] = new { faultClass = "a" },
        ["POST /api/v1/work/{ticketId}/escalate"] = new { reason = "a" },
        ["POST /api/v1/work/{ticketId}/resolve"] = new { resolution = "a" },
        ["POST /api/v1/work/{ticketId}/reopen"] = new { },
        ["POST /api/v1/work/{ticketId}/close"] = new { },
        ["POST /api/v1/work/{ticketId}/cancel"] = new { reason = "a" },
    };

    [Fact]
    public async Task Another_tenants_ids_are_unknown_at_every_endpoint()
    {
        var (mine, other) = (app.NewVendor(), app.NewVendor());
        var team = await mine.TeamAsync("Desk");
        var engineer = await mine.EngineerAsync("Li", team);
        var ticket = await mine.OpenAsync();
        var published = (await app.PublishedAsync(mine.Tenant)).Count;
        var checkedOnes = 0;
        foreach (var (method, path) in await EndpointsAsync())
        {
            if (!path.Contains('{', StringComparison.Ordinal) || path.StartsWith("/api/v1/progress", StringComparison.Ordinal)) continue;
            var id = path.Contains("/teams/", StringComparison.Ordinal) ? team : path.Contains("/engineers/", StringComparison.Ordinal) ? engineer : ticket;
            var address = path.Replace("{ticketId}", $"{id}", StringComparison.Ordinal).Replace("{id}", $"{id}", StringComparison.Ordinal)
                .Replace("{rotationId}", $"{id}", StringComparison.Ordinal).Replace("{overrideId}", $"{id}", StringComparison.Ordinal)
                .Replace("{absenceId}", $"{id}", StringComparison.Ordinal).Replace("{visitId}", $"{id}", StringComparison.Ordinal)
                .Replace("{fileId}", $"{id}", StringComparison.Ordinal).Replace("{noteId}", $"{id}", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal) + (path.EndsWith("/calendar", StringComparison.Ordinal) ? Range : "");
            var code = await other.ProblemAsync(HttpStatusCode.NotFound, method, address, Body(method, path));
            Assert.EndsWith(".not-found", code, StringComparison.Ordinal);
            checkedOnes++;
        }

        Assert.InRange(checkedOnes, 35, 500);
        Assert.Equal(published, (await app.PublishedAsync(mine.Tenant)).Count);
    }

    [Fact]
    public async Task Another_tenants_ids_are_unknown_in_bodies_and_filters_too()
    {
        var (mine, other) = (app.NewVendor(), app.NewVendor());
        var team = await mine.TeamAsync("Desk");
        var engineer = await mine.EngineerAsync("Li", team);
        await mine.OpenAsync();
        var account = new AccountChanged
        {
            Tenant = mine.Tenant, OccurredAt = DateTimeOffset.UtcNow, AccountId = Guid.CreateVersion7(), Name = "Bo", Email = "bo@example.com",
            Roles = [], Language = "en", Active = true,
        };
        await app.DeliverAsync(account with { Stream = new StreamPosition("gateway", account.AccountId, 1) });
        var ticket = await other.OpenAsync();
        Assert.Equal("team.not-found", await other.RefusedAsync(HttpStatusCode.NotFound, ticket, "assign", new { teamId = team }));
        Assert.Equal("engineer.not-found", await other.RefusedAsync(HttpStatusCode.NotFound, ticket, "assign", new { engineerId = engineer }));
        Assert.Equal("team.not-found", await other.ProblemAsync(
            HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/engineers", new { name = "X", language = "en", teamIds = new[] { team } }));
        Assert.Equal("account.not-found", await other.ProblemAsync(
            HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/engineers", new { name = "X", language = "en", accountId = account.AccountId }));
        foreach (var filter in new[] { $"team={team}", $"engineer={engineer}" })
        {
            var board = await other.GetAsync($"/api/v1/board?{filter}");
            Assert.Equal(0, board.GetProperty("items").GetArrayLength());
            Assert.Equal(0, board.GetProperty("counts").GetProperty("assigned").GetInt32());
        }

        Assert.Single((await other.GetAsync("/api/v1/board")).GetProperty("items").EnumerateArray());
        Assert.Empty((await other.GetAsync("/api/v1/engineers")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Customers_see_and_do_nothing_here_and_strangers_must_sign_in()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        using var customer = vendor.As([Roles.Customer], kind: "customer", contact: Guid.CreateVersion7());
        using var stranger = app.Client();
        foreach (var (method, path) in await EndpointsAsync())
        {
            if (path.StartsWith("/api/v1/progress", StringComparison.Ordinal)) continue;
            var address = path.Replace("{ticketId}", $"{ticket}", StringComparison.Ordinal).Replace("{id}", $"{ticket}", StringComparison.Ordinal)
                .Replace("{rotationId}", $"{ticket}", StringComparison.Ordinal).Replace("{overrideId}", $"{ticket}", StringComparison.Ordinal)
                .Replace("{absenceId}", $"{ticket}", StringComparison.Ordinal).Replace("{visitId}", $"{ticket}", StringComparison.Ordinal)
                .Replace("{fileId}", $"{ticket}", StringComparison.Ordinal).Replace("{noteId}", $"{ticket}", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
            Assert.Equal("access.role-missing", await vendor.ProblemAsync(HttpStatusCode.Forbidden, method, address, Body(method, path), customer));
            Assert.Equal("access.sign-in-required", await vendor.ProblemAsync(HttpStatusCode.Unauthorized, method, address, Body(method, path), stranger));
        }
    }

    [Fact]
    public async Task Agents_do_not_make_teams_and_operators_do_not_act()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        using var agent = vendor.As([Roles.Agent]);
        Assert.Equal("access.role-missing", await vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/teams", new { name = "X" }, agent));
        using var ops = vendor.As([Roles.Ops]);
        Assert.Equal("access.role-missing", await vendor.RefusedAsync(HttpStatusCode.Forbidden, ticket, "start", null, ops));
        await vendor.GetAsync("/api/v1/board", ops);
        using var engineer = vendor.As([Roles.Engineer]);
        using var answer = await engineer.PostAsJsonAsync($"/api/v1/work/{ticket}/escalate", new { reason = "Help" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static object? Body(HttpMethod method, string path) =>
        method == HttpMethod.Get || method == HttpMethod.Delete ? null : s_bodies.GetValueOrDefault($"{method} {path}") ?? throw new InvalidOperationException($"No body for {method} {path}.");

    /// <summary>Every endpoint of the OpenAPI document.</summary>
    private async Task<IReadOnlyList<(HttpMethod Method, string Path)>> EndpointsAsync()
    {
        using var client = app.Client();
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken);
        return
        [
            .. document.GetProperty("paths").EnumerateObject()
                .SelectMany(p => p.Value.EnumerateObject().Select(m => (HttpMethod.Parse(m.Name), p.Name)))
                .Where(e => e.Name.StartsWith("/api/", StringComparison.Ordinal)),
        ];
    }
}
