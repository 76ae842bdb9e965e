using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;

namespace ServiceMesh.Bench;

/// <summary>Our timer engine as a service has it, with a handler that writes an effect row. In this process, or as one that can be killed.</summary>
internal sealed class TimersHost : IAsyncDisposable
{
    /// <summary>Handled many at a time, with one statement.</summary>
    public const string Kind = "bench";

    /// <summary>Handled one by one, with the statement that Quartz's job has.</summary>
    public const string SingleKind = "bench-single";

    private const string DatabaseVariable = "SERVICEMESH_BENCH_DATABASE";
    private readonly WebApplication _app;

    private TimersHost(WebApplication app) => _app = app;

    public IWorkFactory Works => _app.Services.GetRequiredService<IWorkFactory>();

    public DateTimeOffset Now => _app.Services.GetRequiredService<DatabaseClock>().Now;

    public static async Task<TimersHost> StartAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:sla"] = connectionString;
        builder.Configuration["Messaging:Transport"] = "none";
        builder.AddMessaging<NoTables>("sla", m => m.TimerBatch<Batch>(Kind).Timer<Single>(SingleKind));
        var app = builder.Build();
        await app.StartAsync();
        return new TimersHost(app);
    }

    /// <summary>The program that is killed: says when it is ready and runs on.</summary>
    public static async Task RunAsync()
    {
        await using var host = await StartAsync(Environment.GetEnvironmentVariable(DatabaseVariable)!);
        Console.WriteLine("ready");
        await host._app.WaitForShutdownAsync();
    }

    /// <summary>Starts this program as one that is killed, and waits until it is ready.</summary>
    public static async Task<ChildProcess> StartChildAsync(string connectionString)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new ServerCommand("timers-host", "dotnet", [typeof(TimersHost).Assembly.Location, "timers-host"], AppContext.BaseDirectory,
            new Dictionary<string, string> { [DatabaseVariable] = connectionString });
        var child = ChildProcess.Start(command, line =>
        {
            if (line == "ready") ready.TrySetResult();
        });
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return child;
    }

    /// <summary>A timer shaped like those of Sla.</summary>
    public static TimerRequest Request(string kind, Guid id, DateTimeOffset due) => new(kind, $"default/{id}", due, "default", id);

    /// <summary>Arms these, a number per commit.</summary>
    public async Task ArmAsync(IEnumerable<TimerRequest> timers, int perCommit)
    {
        foreach (var chunk in timers.Chunk(perCommit))
        {
            await using var work = await Works.BeginAsync(default);
            foreach (var timer in chunk) work.Arm(timer);
            await work.CommitAsync(default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class NoTables(DbContextOptions<NoTables> options) : DbContext(options);

    private sealed class Batch : ITimerBatchHandler
    {
        public async Task FireAsync(IReadOnlyList<FiredTimer> timers, Work work, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand("INSERT INTO effects (timer, due_at) SELECT * FROM unnest($1, $2)", work.Connection, work.Transaction);
            command.Parameters.Add(new() { Value = timers.Select(t => t.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = timers.Select(t => t.DueAt.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private sealed class Single : ITimerHandler
    {
        public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand(TimersQuartz.Effect, work.Connection, work.Transaction);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = t.Key });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = t.DueAt.UtcDateTime });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
