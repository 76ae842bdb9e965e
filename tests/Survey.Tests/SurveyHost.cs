using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Persistence;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests;

/// <summary>The service on a database of its own, without a broker: events are handed in, and what it publishes stays in its outbox.</summary>
public sealed class SurveyHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<SurveyDb> _factory;
    private readonly string? _ownDatabase;

    private SurveyHost(WebApplicationFactory<SurveyDb> factory, string? ownDatabase)
    {
        _factory = factory;
        _ownDatabase = ownDatabase;
        Page = factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = factory.ClientOptions.BaseAddress });
    }

    /// <summary>A customer's browser, more or less.</summary>
    public HttpClient Page { get; }

    public NpgsqlDataSource Database => _factory.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<SurveyHost> StartAsync(
        Dictionary<string, string?>? settings = null, string? database = null, Action<ILoggingBuilder>? log = null)
    {
        var own = database is null ? await TestDatabase.CreateAsync() : null;
        var factory = new WebApplicationFactory<SurveyDb>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:survey", database ?? own);
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("Messaging:Transport", "none");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            if (log is not null) host.ConfigureLogging(log);
            foreach (var (key, value) in TestIdentity.Settings.Concat(settings ?? [])) host.UseSetting(key, value);
        });
        factory.UseKestrel();
        factory.StartServer();
        var started = new SurveyHost(factory, own);
        await started.DeliverAsync(new TenantChanged
        {
            Tenant = "default",
            OccurredAt = DateTimeOffset.UtcNow,
            TenantId = Guid.CreateVersion7(),
            Name = "Default",
            TimeZone = "Asia/Shanghai",
            Languages = ["zh-CN", "en"],
            Brand = "北辰 Service",
        }, 1);
        return started;
    }

    /// <summary>Hands an event in as the bus would, with its place in its publisher's stream.</summary>
    public Task DeliverAsync(Event e, long sequence, Guid? messageId = null) =>
        _factory.Services.GetRequiredService<IEventDelivery>().DeliverAsync(
            e with { Stream = new StreamPosition("test", e.AggregateId, sequence) }, messageId ?? Guid.CreateVersion7(), TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<T>> PublishedAsync<T>() => [.. (await TestOutbox.ReadAsync(Database)).OfType<T>()];

    /// <summary>Changes some rules; the others stay as shipped.</summary>
    public async Task RulesAsync(object rules)
    {
        using var manager = Staff("default", Roles.Manager);
        using var answer = await manager.PutAsJsonAsync("/api/v1/surveys/rules", rules, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Moves everything of a ticket's surveys and calls into the past, and the timers with it: what a clock would do that went on.</summary>
    public async Task PassAsync(TicketClosed closed, TimeSpan time)
    {
        await using var command = Database.CreateCommand("""
            UPDATE surveys SET sent_at = sent_at - $2, expires_at = expires_at - $2, delivered_at = delivered_at - $2 WHERE ticket_id = $1;
            """);
        command.Parameters.Add(new() { Value = closed.TicketId!.Value });
        command.Parameters.Add(new() { Value = time });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var timers = Database.CreateCommand("UPDATE messaging.timers SET due_at = due_at - $2 WHERE ticket_id = $1");
        timers.Parameters.Add(new() { Value = closed.TicketId!.Value });
        timers.Parameters.Add(new() { Value = time });
        await timers.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>When a timer of a ticket is due; null when there is none.</summary>
    public async Task<DateTimeOffset?> DueAsync(TicketClosed closed, string kind)
    {
        await using var command = Database.CreateCommand("SELECT due_at FROM messaging.timers WHERE ticket_id = $1 AND kind = $2");
        command.Parameters.Add(new() { Value = closed.TicketId!.Value });
        command.Parameters.Add(new() { Value = kind });
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }

    /// <summary>Closes a ticket and returns its survey's link.</summary>
    public async Task<string> InviteAsync(TicketClosed closed, long sequence = 10)
    {
        await DeliverAsync(closed, sequence);
        return Link((await PublishedAsync<SurveySent>()).Last(s => s.TicketId == closed.TicketId));
    }

    public string Link(SurveySent sent) => $"/s/{Token(sent.SealedToken)}";

    public string Token(string sealedToken) => _factory.Services.GetRequiredService<LinkTokens>().Open(sealedToken);

    /// <summary>Somebody signed in at the gateway.</summary>
    public HttpClient Staff(string tenant = "default", params string[] roles)
    {
        var client = _factory.CreateClient();
        var kind = roles.Contains(Roles.Customer) ? "customer" : "staff";
        client.DefaultRequestHeaders.Add(
            TestIdentity.Header, TestIdentity.Token("survey", tenant, name: "Wang Fang", roles: roles.Length == 0 ? [Roles.Agent] : roles, kind: kind));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        Page.Dispose();
        await _factory.DisposeAsync();
        if (_ownDatabase is not null) await TestDatabase.DropAsync(_ownDatabase);
    }
}

/// <summary>One running service for the tests that need nothing special of it.</summary>
public sealed class UsualSurveyHost : IAsyncLifetime
{
    public SurveyHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await SurveyHost.StartAsync();

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
