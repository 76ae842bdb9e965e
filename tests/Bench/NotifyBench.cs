using System.Diagnostics;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// Notification: events to messages with commits and statements for each, sends a second for each channel, what hostile receivers cost the
/// others, and the drain of what an outage queued while Intake takes tickets. Sinks run on the same cores.
/// </summary>
internal static class NotifyBench
{
    /// <summary>As many events as a broker hands the service ahead.</summary>
    private const int AtOnce = 64;
    private const int FloorAtOnce = 16;
    private const int Blocks = 3;

    /// <summary>A ticket is opened, gets its clocks and an engineer: that makes two mails and a notice in the Desk.</summary>
    private const int Messages = 3;

    public static async Task RunAsync(int tickets, int queued)
    {
        await using (var host = await NotifyHost.StartAsync())
        {
            await using var floor = await NotifyFloor.StartAsync(host.Superuser);
            Console.WriteLine($"events to messages, {AtOnce} at once: a ticket is opened, gets its clocks and an engineer; {Messages} events make 2 mails and 1 notice in the Desk");
            Say("warm-up");
            await MessagesAsync(host, tickets / 3);
            await floor.CommitsAsync(FloorAtOnce, tickets);
            for (var block = 1; block <= Blocks; block++)
            {
                var bare = await floor.CommitsAsync(FloorAtOnce, 2 * Messages * tickets) / 2;
                var ours = await MessagesAsync(host, tickets);
                Console.WriteLine($"  block {block}: {ours.Said}; yardstick, two one-row commits a message and nothing else, {FloorAtOnce} at once: {bare:0} messages/s; ours/yardstick {ours.PerSecond / bare:0.00}");
            }
            await NotifySends.RunAsync(host);
            await NotifySends.BesideHostileAsync(host);
        }
        if (queued > 0) await NotifyDrain.RunAsync(queued);
    }

    /// <summary>Says where it stands, with the time: some parts take minutes.</summary>
    public static void Say(string where) => Console.WriteLine($"    {TimeProvider.System.GetUtcNow():HH:mm:ss} {where}");

    private static async Task<(double PerSecond, string Said)> MessagesAsync(NotifyHost host, int tickets)
    {
        var work = Enumerable.Range(0, tickets).Select(_ => Opened(host)).ToList();
        var (mails, before) = (host.Mails, await host.CountersAsync());
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (opened, _) =>
        {
            await host.DeliverAsync(opened, 1);
            await host.DeliverAsync(Clocks(opened), 1);
            await host.DeliverAsync(Assigned(opened), 2);
        });
        var handled = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Eventually.Async(() => host.Mails >= mails + 2 * tickets, TimeSpan.FromMinutes(5), "all mails");
        var sent = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await host.RecordedAsync();
        var after = await host.CountersAsync();
        var commits = await host.CommitsAsync(before.Lsn, after.Lsn);
        var messages = (double)Messages * tickets;
        return (messages / sent,
            $"{messages / handled:0} events/s, {messages / sent:0} messages/s until the last mail has arrived, commits/message {commits / messages:0.00}, " +
            $"commits/mail {commits / (2.0 * tickets):0.00}, statements/ticket {(after.Statements - before.Statements) / (double)tickets:0.0}");
    }

    private static TicketOpened Opened(NotifyHost host)
    {
        var token = host.Links.Mint();
        var id = Guid.CreateVersion7();
        return new TicketOpened
        {
            Tenant = "default", TicketId = id, OccurredAt = DateTimeOffset.UtcNow, Number = "T-20261122-000123", Channel = Channel.Portal, Kind = TicketKind.Request, Subject = "Bench",
            CustomerName = "Huaxin Textiles", ContactName = "Li Wei", ContactEmail = $"c{id:N}@example.com", Language = "en", ProgressTokenHash = token.Hash, SealedProgressToken = token.Sealed,
        };
    }

    private static SlaClocksChanged Clocks(TicketOpened opened) => new()
    {
        Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow,
        Clocks = [new ClockView { Clock = "firstResponse", State = ClockState.Running, StartedAt = opened.OccurredAt, TargetSeconds = 1_800, DueAt = DateTimeOffset.UtcNow.AddMinutes(30), RemainingSeconds = 1_800, Cycle = 1 }],
    };

    private static TicketAssigned Assigned(TicketOpened opened) => new()
    {
        Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, TeamId = Guid.CreateVersion7(), TeamName = "ERP", EngineerId = Guid.CreateVersion7(), EngineerName = "Chen Jie",
        EngineerEmail = $"e{opened.TicketId:N}@example.com", EngineerLanguage = "en", Mode = "automatic", Reassigned = false, Explanation = "Least work of 3",
        Card = new TicketCard
        {
            Number = opened.Number, Subject = opened.Subject, Channel = opened.Channel, WorkType = WorkType.Support, Severity = 2, OpenedAt = opened.OccurredAt, CustomerName = opened.CustomerName,
            ContactName = opened.ContactName, ContactEmail = opened.ContactEmail, Language = opened.Language, Cycle = 1,
        },
    };
}

/// <summary>The least that a durable message costs on this server: one-row commits of a rendering's size.</summary>
internal sealed class NotifyFloor : IAsyncDisposable
{
    private static readonly string s_body = new('x', 3_000);
    private readonly NpgsqlDataSource _source;

    private NotifyFloor(NpgsqlDataSource source) => _source = source;

    public static async Task<NotifyFloor> StartAsync(string superuser)
    {
        await TimersDatabase.ExecuteAsync(superuser, "CREATE DATABASE floor");
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Database = "floor", MaxAutoPrepare = 10, AutoPrepareMinUsages = 1, NoResetOnClose = true });
        await using var table = source.CreateCommand("CREATE TABLE effects (id uuid PRIMARY KEY, body text NOT NULL)");
        await table.ExecuteNonQueryAsync();
        return new NotifyFloor(source);
    }

    /// <summary>Commits a second.</summary>
    public async Task<double> CommitsAsync(int workers, int commits)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, commits), new ParallelOptions { MaxDegreeOfParallelism = workers }, async (_, ct) =>
        {
            await using var command = _source.CreateCommand("INSERT INTO effects (id, body) VALUES ($1, $2)");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = s_body });
            await command.ExecuteNonQueryAsync(ct);
        });
        return commits / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
