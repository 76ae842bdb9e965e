using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>A service with nothing but messaging: handlers write into a table <c>ledger</c>, which counts effects.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app, string database)
    {
        _app = app;
        Database = database;
    }

    public string Database { get; }

    public NpgsqlDataSource DataSource => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public IWorkFactory Works => _app.Services.GetRequiredService<IWorkFactory>();

    public IEventDelivery Delivery => _app.Services.GetRequiredService<IEventDelivery>();

    public DatabaseClock Clock => _app.Services.GetRequiredService<DatabaseClock>();

    public BusHost ConsumingBus => _app.Services.GetRequiredService<ConsumerService>().Bus;

    public IServiceProvider Services => _app.Services;

    public HttpClient Client() => new() { BaseAddress = new Uri(_app.Urls.First()) };

    public static Task<TestService> StartAsync(
        string name, string database, string? broker, Action<MessagingBuilder>? configure = null, Action<WebApplication>? map = null, params (string Key, string Value)[] settings) =>
        StartAsync(name, database, broker, TimeProvider.System, configure, map, settings);

    public static Task<TestService> StartAsync(
        string name, string database, string? broker, TimeProvider clock, Action<MessagingBuilder>? configure, Action<WebApplication>? map, params (string Key, string Value)[] settings) =>
        StartAsync(name, database, broker, clock, configure, map, null, settings);

    /// <summary>The same with services changed last, for watching what goes on inside.</summary>
    public static Task<TestService> StartWatchedAsync(
        string name, string database, string? broker, Action<MessagingBuilder>? configure, Action<IServiceCollection> change, params (string Key, string Value)[] settings) =>
        StartAsync(name, database, broker, TimeProvider.System, configure, null, change, settings);

    private static async Task<TestService> StartAsync(
        string name, string database, string? broker, TimeProvider clock, Action<MessagingBuilder>? configure, Action<WebApplication>? map, Action<IServiceCollection>? change,
        (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(clock);
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("SERVICEMESH_TEST_LOG") == "1") builder.Logging.AddSimpleConsole();
        builder.WebHost.ConfigureKestrelOnFreePort();
        builder.Configuration[$"ConnectionStrings:{name}"] = database;
        builder.Configuration["ConnectionStrings:messaging"] = broker;
        builder.Configuration["Messaging:Transport"] = broker is null ? "none" : "rabbitmq";
        builder.Configuration["Messaging:AwaitSubscribers:0"] = name;
        // The tests count rows; a heartbeat of its own would be one more now and then.
        builder.Configuration["Messaging:HeartbeatSeconds"] = "0";
        foreach (var (key, value) in settings) builder.Configuration[key] = value;
        builder.Services.AddProblemDetails();
        builder.AddMessaging<EmptyDb>(name, configure);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler(e => e.Run(Problems));
        map?.Invoke(app);
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var command = source.CreateCommand("CREATE TABLE IF NOT EXISTS ledger (what text NOT NULL, ticket uuid, at timestamptz NOT NULL DEFAULT clock_timestamp())"))
        {
            await command.ExecuteNonQueryAsync();
        }
        await app.StartAsync();
        return new TestService(app, database);
    }

    /// <summary>Commits notes of one ticket, as a service would.</summary>
    public async Task PublishAsync(params NoteAdded[] notes)
    {
        await using var work = await Works.BeginAsync(TestContext.Current.CancellationToken);
        foreach (var note in notes) work.Publish(note);
        await work.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public Task<long> LedgerAsync() => CountAsync("SELECT count(*) FROM ledger");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    private static Task Problems(Microsoft.AspNetCore.Http.HttpContext context)
    {
        var problem = context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Error as ProblemException;
        context.Response.StatusCode = problem?.Status ?? 500;
        return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, problem?.Code ?? "unforeseen");
    }
}

/// <summary>A context without tables: these tests speak SQL.</summary>
internal sealed class EmptyDb(DbContextOptions<EmptyDb> options) : DbContext(options);

internal static class Kestrel
{
    public static void ConfigureKestrelOnFreePort(this ConfigureWebHostBuilder host) =>
        host.UseSetting(Microsoft.AspNetCore.Hosting.WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
}

internal static class Notes
{
    public static NoteAdded Of(Guid ticket, string text = "note") => new()
    {
        Tenant = "default",
        TicketId = ticket,
        OccurredAt = DateTimeOffset.UtcNow,
        NoteId = Guid.CreateVersion7(),
        Text = text,
    };
}

/// <summary>Writes one line per event into the ledger; the text says how to misbehave.</summary>
internal sealed class LedgerHandler : IHandle<NoteAdded>
{
    public static int Failures;

    public async Task HandleAsync(NoteAdded e, Work work, CancellationToken ct)
    {
        await Ledger.WriteAsync(work, $"{e.Text} {e.Stream?.Sequence}", e.TicketId, ct);
        if (e.Text == "poison") throw new InvalidOperationException("poisoned");
        if (e.Text == "fails twice" && Interlocked.Increment(ref Failures) <= 2) throw new InvalidOperationException("not this time");
        if (e.Text == "too early")
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM ledger WHERE what LIKE 'first%'", work.Connection, work.Transaction);
            if ((long)(await command.ExecuteScalarAsync(ct))! == 0) throw new NotYetException();
        }
    }
}

internal static class Ledger
{
    public static async Task WriteAsync(Work work, string what, Guid? ticket, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("INSERT INTO ledger (what, ticket) VALUES ($1, $2)", work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = what });
        command.Parameters.Add(new() { Value = (object?)ticket ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        await command.ExecuteNonQueryAsync(ct);
    }
}
