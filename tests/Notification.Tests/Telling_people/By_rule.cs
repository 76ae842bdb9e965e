using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

/// <summary>A tenant's rules tell roles and teams of what they would not hear otherwise.</summary>
public sealed class By_rule(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private static readonly string[] s_breach = ["sla-breached", "ticket-assigned"];
    private static readonly string[] s_both = ["sla-breached", "customer-replied"];
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task A_role_and_a_team_hear_of_their_tickets_once_and_no_longer_when_the_rule_is_gone()
    {
        var (team, dispatcher, member, engineer) = (Guid.CreateVersion7(), Given.Address(), Given.Address(), Given.Address());
        await _host.DeliverAsync(Given.Account(dispatcher, "dispatcher", tenant: _tenant), 1);
        await _host.DeliverAsync(new EngineerChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = Guid.CreateVersion7(), Name = "Wu Hao", Email = member, Language = "zh-CN", TeamIds = [team], Skills = [], Active = true }, 1);
        using var manager = _host.Staff(_tenant, "manager");
        var byRole = await AddAsync(manager, new { templates = s_breach, role = "dispatcher", severityAtMost = 2 });
        await AddAsync(manager, new { templates = s_both, teamId = team, ofTeamId = team });

        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Assigned(opened, engineer, language: "en") with { TeamId = team }, 2);
        await BreachAsync(opened, 1);
        // Who hears of somebody else's ticket is not told that it is theirs.
        Assert.Contains("This ticket is now with ", (await _host.MailAsync(dispatcher, "Assigned to ")).Text, StringComparison.Ordinal);
        Assert.Contains("This ticket is now yours.", (await _host.MailAsync(engineer, "Assigned to you")).Text, StringComparison.Ordinal);
        await _host.MailAsync(dispatcher, "Breach");
        await _host.MailAsync(member, "超时");
        await _host.MailAsync(engineer, "Breach");
        await _host.DeliverAsync(new CustomerMessageReceived { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = Guid.CreateVersion7(), Channel = Channel.Portal, Text = "Hello?" }, 3, publisher: "intake");
        await _host.MailAsync(member, "客户");
        Assert.Equal("dispatcher,engineer,team", await _host.ScalarAsync<string>($"SELECT string_agg(DISTINCT audience, ',' ORDER BY audience) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'sla-breached'"));

        // Another team's ticket, and one that is not grave enough.
        var elsewhere = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Assigned(elsewhere, engineer, language: "en") with { Card = Given.Card(elsewhere) with { Severity = 3 } }, 2);
        await BreachAsync(elsewhere, 2);
        Assert.Equal("engineer", await _host.ScalarAsync<string>($"SELECT string_agg(DISTINCT audience, ',') FROM deliveries WHERE ticket_id = '{elsewhere.TicketId}' AND template = 'sla-breached'"));

        using var stranger = _host.Staff($"{_tenant}-other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/v1/notifications/rules/{byRole}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await manager.DeleteAsync($"/api/v1/notifications/rules/{byRole}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Single((await manager.GetFromJsonAsync<JsonElement>("/api/v1/notifications/rules", TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray());
        var later = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Assigned(later, engineer, language: "en") with { TeamId = team }, 2);
        await BreachAsync(later, 3);
        Assert.Equal("engineer,team", await _host.ScalarAsync<string>($"SELECT string_agg(DISTINCT audience, ',' ORDER BY audience) FROM deliveries WHERE ticket_id = '{later.TicketId}' AND template = 'sla-breached'"));
    }

    [Theory]
    [InlineData("{\"templates\":[],\"role\":\"manager\"}")]
    [InlineData("{\"templates\":[\"ticket-opened\"],\"role\":\"manager\"}")]
    [InlineData("{\"templates\":[\"sla-breached\"]}")]
    [InlineData("{\"templates\":[\"sla-breached\"],\"role\":\"customer\"}")]
    [InlineData("{\"templates\":[\"sla-breached\"],\"role\":\"manager\",\"severityAtMost\":6}")]
    public async Task A_rule_that_makes_no_sense_is_refused(string body)
    {
        using var admin = _host.Staff(_tenant);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync("/api/v1/notifications/rules", content, TestContext.Current.CancellationToken)).StatusCode);
    }

    private Task BreachAsync(TicketOpened opened, long sequence) => _host.DeliverAsync(
        new SlaBreached { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, Clock = "resolution", DueAt = DateTimeOffset.UtcNow, Cycle = 1 }, sequence, publisher: "sla");

    private static async Task<Guid> AddAsync(HttpClient manager, object rule)
    {
        using var answer = await manager.PostAsJsonAsync("/api/v1/notifications/rules", rule, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }
}
