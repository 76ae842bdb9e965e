using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

/// <summary>A tenant with the people who call and the events that reach Sla.</summary>
internal sealed class Vendor(SlaApp app, string tenant)
{
    private long _sequence;

    /// <summary>A ticket into which others are merged.</summary>
    public Guid Other { get; } = Guid.CreateVersion7();

    public string Tenant => tenant;

    /// <summary>A little over now, so that a promise can be laid around it.</summary>
    public static DateTimeOffset Now => new(DateTimeOffset.UtcNow.Ticks / 10 * 10, TimeSpan.Zero);

    public TicketTriaged Triaged(
        Guid ticket, DateTimeOffset openedAt, string? serviceLevel = "premium", int severity = 3, DateTimeOffset? at = null, DateTimeOffset? answeredAt = null) => new()
    {
        Tenant = tenant,
        TicketId = ticket,
        OccurredAt = at ?? openedAt,
        Stream = new("dispatch", ticket, ++_sequence),
        Severity = severity,
        Impact = Level.Medium,
        Urgency = Level.Medium,
        WorkType = WorkType.Support,
        Channel = Channel.Portal,
        Kind = TicketKind.Request,
        ServiceLevel = serviceLevel,
        OpenedAt = openedAt,
        AnsweredAt = answeredAt,
        Number = "T-20261122-000001",
        DecidedBy = "matrix",
    };

    public AgentMessageSent Answered(Guid ticket, DateTimeOffset at) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, MessageId = Guid.CreateVersion7(), Channel = Channel.Portal, Text = "On it.",
    };

    public CustomerMessageReceived CustomerWrote(Guid ticket, DateTimeOffset at) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, MessageId = Guid.CreateVersion7(), Channel = Channel.Portal, Text = "Hello?",
    };

    public CallAnswered Called(Guid ticket, DateTimeOffset at) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, CallId = Guid.CreateVersion7(), ChannelId = "cti",
    };

    public DiagnosisDelivered Planned(Guid ticket, DateTimeOffset at) => InStream(ticket, new DiagnosisDelivered
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, Cause = "A full disk", Steps = "Free it", Risk = "None", EstimatedMinutes = 30,
    });

    public TicketPaused Paused(Guid ticket, DateTimeOffset at, PauseReason reason = PauseReason.WaitingForCustomer, PauseReason? previous = null) =>
        InStream(ticket, new TicketPaused { Tenant = tenant, TicketId = ticket, OccurredAt = at, Reason = reason, PreviousReason = previous });

    public TicketResumed Resumed(Guid ticket, DateTimeOffset at, PauseReason reason = PauseReason.WaitingForCustomer) =>
        InStream(ticket, new TicketResumed { Tenant = tenant, TicketId = ticket, OccurredAt = at, Reason = reason, Trigger = "manual" });

    public TicketResolved Resolved(Guid ticket, DateTimeOffset at) =>
        InStream(ticket, new TicketResolved { Tenant = tenant, TicketId = ticket, OccurredAt = at, Resolution = "Done", Card = Card(at) });

    public TicketReopened Reopened(Guid ticket, DateTimeOffset at, bool? newCycle = null) =>
        InStream(ticket, new TicketReopened { Tenant = tenant, TicketId = ticket, OccurredAt = at, WasClosed = false, NewCycle = newCycle, Card = Card(at) });

    public TicketClosed Closed(Guid ticket, DateTimeOffset at) =>
        InStream(ticket, new TicketClosed { Tenant = tenant, TicketId = ticket, OccurredAt = at, ResolvedAt = at, Card = Card(at) });

    public TicketCancelled Cancelled(Guid ticket, DateTimeOffset at) =>
        InStream(ticket, new TicketCancelled { Tenant = tenant, TicketId = ticket, OccurredAt = at, Reason = "A duplicate" });

    public TicketsMerged Merged(Guid ticket, DateTimeOffset at) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, IntoTicketId = Other, IntoNumber = "T-20261122-000009",
    };

    public TicketsUnmerged Unmerged(Guid ticket, DateTimeOffset at, DateTimeOffset mergedAt) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = at, FromTicketId = Other, MergedAt = mergedAt,
    };

    public TenantChanged Zone(string zone, long sequence) => new()
    {
        Tenant = tenant,
        OccurredAt = Now,
        TenantId = Guid.Empty,
        Stream = new("gateway", Guid.Empty, sequence),
        Name = "Vendor",
        TimeZone = zone,
        Languages = ["en"],
        Brand = "Vendor",
    };

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null, string[]? roles = null, bool signedIn = true)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (signedIn)
        {
            request.Headers.Add(TestIdentity.Header, TestIdentity.Token("sla", tenant, name: "Mei", roles: roles ?? [Roles.Manager]));
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(text.Length > 0 ? text : "{}")!);
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, params string[] roles) =>
        SendAsync(HttpMethod.Get, path, roles: roles.Length > 0 ? roles : null);

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, object body, params string[] roles) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), roles.Length > 0 ? roles : null);

    public async Task<JsonNode> ClocksAsync(Guid ticket)
    {
        var (status, body) = await GetAsync($"/api/v1/sla/tickets/{ticket}", Roles.Agent);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    private TEvent InStream<TEvent>(Guid ticket, TEvent e)
        where TEvent : TicketEvent => e with { Stream = new("dispatch", ticket, ++_sequence) };

    private static TicketCard Card(DateTimeOffset at) => new()
    {
        Number = "T-20261122-000001", Subject = "Broken", Channel = Channel.Portal, WorkType = WorkType.Support, Severity = 3, OpenedAt = at, Language = "en", Cycle = 1,
    };
}
