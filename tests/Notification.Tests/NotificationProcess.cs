using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests;

/// <summary>
/// The service as a process of its own that can be killed. It takes its events from a table, as a broker would give them: what is not
/// acknowledged comes again, with the same message id.
/// </summary>
internal sealed class NotificationProcess : IAsyncDisposable
{
    private const string Variable = "SERVICEMESH_NOTIFICATION_PROCESS";
    private const int AtOnce = 8;

    private const string Table = """
        CREATE TABLE IF NOT EXISTS feed (n int PRIMARY KEY, type text NOT NULL, body text NOT NULL, message_id uuid NOT NULL, sequence bigint NOT NULL, publisher text NOT NULL, done bool NOT NULL DEFAULT false)
        """;

    private readonly ChildProcess _process;

    private NotificationProcess(ChildProcess process) => _process = process;

    private sealed record Order(string Database, int Smtp, int Part, int Parts, Dictionary<string, string?> Settings);

    private sealed record Fed(int N, Event Event, Guid MessageId, long Sequence, string Publisher);

    /// <summary>Whether this process is such a service.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Starts one that takes its part of the events.</summary>
    /// <param name="variables">More of its environment.</param>
    public static async Task<NotificationProcess> StartAsync(
        string database, int smtp, Dictionary<string, string?> settings, int part = 0, int parts = 1, Dictionary<string, string>? variables = null)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // What links are sealed with is this process's own: the other has to open them.
        var own = new Dictionary<string, string?>(settings) { ["Links:Key"] = TestIdentity.Settings.Single(s => s.Key == "Links:Key").Value };
        var environment = new Dictionary<string, string>(variables ?? []) { [Variable] = JsonSerializer.Serialize(new Order(database, smtp, part, parts, own)) };
        var command = new ServerCommand($"notification-{part}", "dotnet", [typeof(NotificationProcess).Assembly.Location], AppContext.BaseDirectory, environment);
        var process = new NotificationProcess(ChildProcess.Start(command, line =>
        {
            if (line == "ready") ready.TrySetResult();
        }));
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        return process;
    }

    /// <summary>Adds events to the feed, in this order.</summary>
    public static async Task FeedAsync(NpgsqlDataSource database, IReadOnlyList<(Event Event, long Sequence, string Publisher)> events)
    {
        await using (var table = database.CreateCommand(Table)) await table.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var insert = database.CreateCommand("""
            INSERT INTO feed (n, type, body, message_id, sequence, publisher)
            SELECT (SELECT count(*) FROM feed) + t.n, t.type, t.body, gen_random_uuid(), t.sequence, t.publisher
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t(type, body, sequence, publisher, n)
            """);
        insert.Parameters.Add(new() { Value = events.Select(e => e.Event.GetType().Name).ToArray() });
        insert.Parameters.Add(new() { Value = events.Select(e => EventJson.Write(e.Event)).ToArray() });
        insert.Parameters.Add(new() { Value = events.Select(e => e.Sequence).ToArray() });
        insert.Parameters.Add(new() { Value = events.Select(e => e.Publisher).ToArray() });
        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync()
    {
        var order = JsonSerializer.Deserialize<Order>(Environment.GetEnvironmentVariable(Variable)!)!;
        await using var host = await NotificationHost.StartAsync(order.Settings, order.Smtp, order.Database);
        Console.WriteLine("ready");
        while (true)
        {
            var next = await NextAsync(host, order);
            if (next.Count == 0) await Task.Delay(100);
            await Parallel.ForEachAsync(next, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (fed, _) =>
            {
                await host.DeliverAsync(fed.Event, fed.Sequence, fed.MessageId, fed.Publisher);
                // The acknowledgement is a commit of its own: a kill before it brings the event again.
                await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE feed SET done = true WHERE n = {fed.N}"));
            });
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.Exited;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.DisposeAsync();
    }

    private static async Task<List<Fed>> NextAsync(NotificationHost host, Order order)
    {
        await using var command = host.Database.CreateCommand("SELECT n, type, body, message_id, sequence, publisher FROM feed WHERE NOT done AND n % $1 = $2 ORDER BY n LIMIT 64");
        command.Parameters.Add(new() { Value = order.Parts });
        command.Parameters.Add(new() { Value = order.Part });
        var next = new List<Fed>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync()) next.Add(new Fed(row.GetInt32(0), EventJson.Read(row.GetString(1), row.GetString(2)), row.GetGuid(3), row.GetInt64(4), row.GetString(5)));
        return next;
    }
}
