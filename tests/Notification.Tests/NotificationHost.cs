using System.Globalization;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests;

/// <summary>The service on a database of its own, without a broker, with a real SMTP server on the other side.</summary>
public sealed class NotificationHost : IAsyncDisposable
{
    /// <summary>Long enough for a busy machine: no test measures speed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly WebApplicationFactory<NotificationDb> _factory;
    private readonly string _database;
    private readonly bool _ownsDatabase;
    private readonly SmtpSink? _mail;

    private NotificationHost(WebApplicationFactory<NotificationDb> factory, string database, bool ownsDatabase, SmtpSink? mail)
    {
        _factory = factory;
        _database = database;
        _ownsDatabase = ownsDatabase;
        _mail = mail;
    }

    public SmtpSink Mail => _mail!;

    public string ConnectionString => _database;

    public NpgsqlDataSource Database => _factory.Services.GetRequiredService<NpgsqlDataSource>();

    public Settings.SecretBox Secrets => _factory.Services.GetRequiredService<Settings.SecretBox>();

    public LinkTokens Links => _factory.Services.GetRequiredService<LinkTokens>();

    public T Service<T>() where T : notnull => _factory.Services.GetRequiredService<T>();

    /// <param name="smtpPort">Another mail server than the friendly one.</param>
    /// <param name="database">A database that an earlier host left behind.</param>
    public static async Task<NotificationHost> StartAsync(Dictionary<string, string?>? settings = null, int? smtpPort = null, string? database = null, bool privateTargets = true)
    {
        var connection = database ?? await TestDatabase.CreateAsync();
        var mail = smtpPort is null ? await SmtpSink.StartNewAsync(TestContext.Current.CancellationToken) : null;
        var defaults = new Dictionary<string, string?>
        {
            ["ConnectionStrings:notification"] = connection,
            ["Messaging:Transport"] = "none",
            ["Logging:LogLevel:Default"] = "Warning",
            ["PublicUrl"] = "https://service.example.com/",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = (smtpPort ?? mail!.Port).ToString(CultureInfo.InvariantCulture),
            ["Smtp:From"] = "service@vendor.example",
            ["Notification:AllowPrivateTargets"] = privateTargets ? "true" : "false",
            ["Notification:PromiseWithin"] = "00:00:00",
            ["Notification:PageFirst"] = "00:00:00",
        };
        for (var i = 0; i < 3; i++)
        {
            defaults[$"Notification:EmailRetries:{i}"] = "00:00:00.05";
            defaults[$"Notification:WebhookRetries:{i}"] = "00:00:00.05";
            defaults[$"Notification:ProviderRetries:{i}"] = "00:00:00.05";
        }
        var factory = new WebApplicationFactory<NotificationDb>().WithWebHostBuilder(host =>
        {
            foreach (var (key, value) in defaults.Concat(TestIdentity.Settings).Concat(settings ?? [])) host.UseSetting(key, value);
        });
        _ = factory.Server;
        var started = new NotificationHost(factory, connection, database is null, mail);
        if (database is null) await started.DeliverAsync(Given.Tenant(), 1);
        return started;
    }

    /// <summary>Hands an event in as the bus would, with its place in its publisher's stream.</summary>
    public Task DeliverAsync(Event e, long sequence, Guid? messageId = null, string publisher = "test") =>
        _factory.Services.GetRequiredService<IEventDelivery>().DeliverAsync(
            e with { Stream = new StreamPosition(publisher, e.AggregateId, sequence) }, messageId ?? Guid.CreateVersion7(), TestContext.Current.CancellationToken);

    /// <summary>Opens a ticket, with a progress link that the service can open.</summary>
    public async Task<TicketOpened> OpenAsync(TicketOpened opened)
    {
        await DeliverAsync(opened, 1, publisher: "intake");
        return opened;
    }

    public async Task<IReadOnlyList<T>> PublishedAsync<T>() => [.. (await TestOutbox.ReadAsync(Database)).OfType<T>()];

    /// <summary>Waits until an event of this kind about the ticket is there.</summary>
    public Task<T> PublishedAsync<T>(Guid? ticket)
        where T : Event =>
        Eventually.Async(async () => (await PublishedAsync<T>()).FirstOrDefault(e => e.TicketId == ticket), s_patience, $"{typeof(T).Name} is published");

    public Task<ReceivedMail> MailAsync(string to, string? subject = null) =>
        Eventually.Async(() => Task.FromResult(Mail.Mailbox.Find(to, subject) is [var first, ..] ? first : null), s_patience, $"a mail to {to}");

    public HttpClient Staff(string tenant = "default", params string[] roles)
    {
        var client = _factory.CreateClient();
        var kind = roles.Contains(Roles.Customer) ? "customer" : "staff";
        client.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("notification", tenant, roles: roles.Length == 0 ? [Roles.Admin] : roles, kind: kind));
        return client;
    }

    /// <summary>Signed in as this account.</summary>
    public HttpClient As(Guid account, string tenant = "default", params string[] roles)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("notification", tenant, account.ToString(), roles: roles.Length == 0 ? [Roles.Engineer] : roles));
        return client;
    }

    /// <summary>Sets what a person wants, as an admin would.</summary>
    public async Task PreferAsync(string address, object wants, string tenant = "default")
    {
        using var admin = Staff(tenant);
        using var answer = await admin.PutAsJsonAsync($"/api/v1/notifications/preferences/{address}", wants, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Adds a robot, SMS or voice provider.</summary>
    public async Task<Guid> ProvideAsync(object provider, string tenant = "default")
    {
        using var admin = Staff(tenant);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await admin.PostAsJsonAsync("/api/v1/notifications/providers", provider, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    /// <summary>How many attempts are over and recorded.</summary>
    /// <param name="deliveries">Of which deliveries, as a condition.</param>
    public Task<long> AttemptsAsync(string deliveries) => ScalarAsync<long>($"SELECT coalesce(sum(attempts), 0)::bigint FROM deliveries WHERE {deliveries}");

    /// <summary>Changes rows and timers in one commit, so that whoever looks sees all of it or nothing.</summary>
    public async Task ExecuteTogetherAsync(params string[] statements)
    {
        await using var connection = await Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    public HttpClient Stranger() => _factory.CreateClient();

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everything this database holds, as text.</summary>
    public async Task<string> DumpAsync()
    {
        var tables = new List<string>();
        await using (var command = Database.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'messaging')"))
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) tables.Add(reader.GetString(0));
        }
        var all = new System.Text.StringBuilder();
        foreach (var table in tables) all.AppendLine(await ScalarAsync<string>($"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t"));
        return all.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (_mail is not null) await _mail.DisposeAsync();
        if (_ownsDatabase) await TestDatabase.DropAsync(_database);
    }

    /// <summary>Stops the process and leaves its database behind.</summary>
    public async Task AbandonAsync()
    {
        await _factory.DisposeAsync();
        if (_mail is not null) await _mail.DisposeAsync();
    }
}

/// <summary>One running service for the tests that need nothing special of it.</summary>
public sealed class UsualNotificationHost : IAsyncLifetime
{
    public NotificationHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await NotificationHost.StartAsync();

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
