using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Settings;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// Notification on a durable PostgreSQL of its own, with sinks on loopback: a mail server, and one receiver that plays webhook endpoint,
/// robot, SMS and voice provider. Events are handed in as its consumer would, without a broker.
/// </summary>
internal sealed class NotifyHost : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly PostgresServer _server;
    private readonly WebApplicationFactory<NotificationDb> _factory;
    private readonly WebApplication _receiver;
    private readonly SmtpSink _mail;
    private readonly ConcurrentDictionary<string, int> _hostile = new();
    private long _calls;

    private NotifyHost(ChildProcess process, PostgresServer server, WebApplication receiver, SmtpSink mail)
    {
        (_process, _server, _receiver, _mail) = (process, server, receiver, mail);
        receiver.MapPost("/{**path}", async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref _calls);
            await http.Response.WriteAsync("{\"errcode\":0,\"code\":0}");
        });
        receiver.MapPost("/silent", async http =>
        {
            Hostile("silent");
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        receiver.MapPost("/endless", async http =>
        {
            Hostile("endless");
            var piece = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        });
        receiver.MapPost("/reset", http =>
        {
            Hostile("reset");
            http.Abort();
            return Task.CompletedTask;
        });
        _factory = new WebApplicationFactory<NotificationDb>().WithWebHostBuilder(host =>
        {
            host.UseContentRoot(AppContext.BaseDirectory);
            foreach (var (key, value) in Settings()) host.UseSetting(key, value);
        });
    }

    public NpgsqlDataSource Database => _factory.Services.GetRequiredService<NpgsqlDataSource>();

    public string Superuser => _server.SuperuserConnectionString();

    public IWorkFactory Works => _factory.Services.GetRequiredService<IWorkFactory>();

    public SecretBox Secrets => _factory.Services.GetRequiredService<SecretBox>();

    public LinkTokens Links => _factory.Services.GetRequiredService<LinkTokens>();

    public string ReceiverUrl => _receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public int MailPort => _mail.Port;

    public long Mails => _mail.Mailbox.Received;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Calls that a hostile endpoint has got so far.</summary>
    public int HostileCalls(string path) => _hostile.GetValueOrDefault(path);

    public static async Task<NotifyHost> StartAsync()
    {
        var server = PostgresServer.Prepare(Path.Combine(TestDirectory.Create("notify"), "server"), ["notification"]);
        var process = ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), TimeSpan.FromSeconds(60), "PostgreSQL takes connections");
        await using (var connection = new NpgsqlConnection(server.SuperuserConnectionString()))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("CREATE EXTENSION IF NOT EXISTS pg_walinspect; CREATE EXTENSION IF NOT EXISTS pg_stat_statements", connection);
            await command.ExecuteNonQueryAsync();
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = new NotifyHost(process, server, builder.Build(), await SmtpSink.StartNewAsync(null, new Mailbox(100)));
        await host._receiver.StartAsync();
        _ = host._factory.Server;
        await host.DeliverAsync(new TenantChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, TenantId = Guid.CreateVersion7(), Name = "Bench", TimeZone = "Asia/Shanghai", Languages = ["en"], Brand = "Bench" }, 1);
        return host;
    }

    public Task DeliverAsync(Event e, long sequence) => _factory.Services.GetRequiredService<IEventDelivery>().DeliverAsync(
        e with { Stream = new StreamPosition("bench", e.AggregateId, sequence) }, Guid.CreateVersion7(), CancellationToken.None);

    /// <summary>Nothing waits to be sent that could be.</summary>
    public Task RecordedAsync() => Eventually.Async(
        async () => await ScalarAsync("SELECT count(*) FROM deliveries WHERE state = 'queued' AND recipient NOT IN (SELECT id::text FROM webhook_endpoints WHERE url ~ 'silent|endless|reset')") == 0,
        TimeSpan.FromMinutes(2), "all recorded");

    public async Task<long> ScalarAsync(string sql, bool asSuperuser = false)
    {
        if (asSuperuser) return await MeshUnderTest.ScalarAsync(Superuser, sql);
        await using var command = Database.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Where the WAL is, and how many statements there have been.</summary>
    public async Task<(string Lsn, long Statements)> CountersAsync()
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_flush_lsn()::text, (SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetInt64(1));
    }

    public Task<long> CommitsAsync(string from, string to) => ScalarAsync(
        $"SELECT count(*) FROM pg_get_wal_records_info('{from}', '{to}') WHERE resource_manager = 'Transaction' AND record_type = 'COMMIT'", asSuperuser: true);

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _receiver.DisposeAsync();
        await _mail.DisposeAsync();
        await _process.DisposeAsync();
    }

    private void Hostile(string path) => _hostile.AddOrUpdate(path, 1, (_, calls) => calls + 1);

    private Dictionary<string, string?> Settings() => new(TestIdentity.Settings)
    {
        ["ConnectionStrings:notification"] = _server.ConnectionString("notification"),
        ["Messaging:Transport"] = "none",
        ["Logging:LogLevel:Default"] = "Error",
        ["PublicUrl"] = "https://service.example.com",
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = _mail.Port.ToString(CultureInfo.InvariantCulture),
        ["Smtp:From"] = "service@vendor.example",
        ["Notification:AllowPrivateTargets"] = "true",
    };
}
