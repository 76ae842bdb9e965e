using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>
/// A call is consumed by a process that is killed (SIGKILL) between two steps; another one goes on. Whatever is delivered or sent again, the
/// call has one effect and its echo, published in the commit of that effect, has one.
/// </summary>
public sealed class A_consumer_is_killed : IAsyncLifetime
{
    private readonly string _queue = $"dispatch-{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<string> _delivered = new();
    private string _broker = null!;
    private string _database = null!;
    private TestService _sender = null!;
    private NpgsqlDataSource _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_broker, _database) = (await TestBroker.ConnectAsync(), await TestDatabase.CreateAsync());
        _receiver = NpgsqlDataSource.Create(_database);
        _sender = await TestService.StartAsync("intake", await TestDatabase.CreateAsync(), _broker, null, null, ("Messaging:AwaitSubscribers:0", _queue));
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
        await TestDatabase.DropAsync(_database);
    }

    [Theory]
    [InlineData("received", 0)]
    [InlineData("written", 0)]
    [InlineData("committed", 1)]
    public async Task Between_two_steps_of_consuming(string point, int effects)
    {
        await using (var child = await ConsumerProcess.StartAsync(_queue, _database, _broker, point))
        {
            await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), EchoHandler.Call));
            await child.SaidAsync(point);
            await child.KillAsync();
        }
        Assert.Equal(effects, await CountAsync($"SELECT count(*) FROM ledger WHERE what = '{EchoHandler.Call}'"));
        await AnotherGoesOnAsync(sentAgain: EchoHandler.Call);
    }

    [Fact]
    public async Task Between_the_broker_s_confirm_of_what_it_published_and_the_deletion_of_the_row()
    {
        await using (var child = await ConsumerProcess.StartAsync(_queue, _database, _broker, "nowhere"))
        await using (var gate = await _receiver.OpenConnectionAsync(Ct))
        {
            await ExecuteAsync(gate, """
                CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN OLD; END';
                CREATE TRIGGER gate BEFORE DELETE ON messaging.outbox FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate();
                SELECT pg_advisory_lock(4711)
                """);
            await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), EchoHandler.Call));
            await Eventually.Async(
                async () => await CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'") > 0, what: "the echo is confirmed and its row about to be deleted");
            await Eventually.Async(async () => await CountAsync("SELECT count(*) FROM ledger") == 2, what: "the echo has come round");
            await child.KillAsync();
            await ExecuteAsync(gate, "SELECT pg_advisory_unlock(4711)");
            await ExecuteAsync(gate, "DROP TRIGGER gate ON messaging.outbox");
        }
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM messaging.outbox"));
        await AnotherGoesOnAsync(sentAgain: EchoHandler.Echo);
    }

    private async Task AnotherGoesOnAsync(string sentAgain)
    {
        await using var next = await TestService.StartWatchedAsync(
            _queue, _database, _broker, m => m.Handle<NoteAdded, EchoHandler>(),
            s => s.AddSingleton<IEventDelivery>(sp => new ToldDelivery(sp.GetRequiredService<EventDelivery>(), _delivered)));
        await Eventually.Async(
            async () => _delivered.Contains(sentAgain) && await CountAsync("SELECT count(*) FROM ledger") >= 2 && await CountAsync("SELECT count(*) FROM messaging.outbox") == 0,
            TimeSpan.FromSeconds(60), $"the {sentAgain} comes again and all is done");
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), "after"));
        await Eventually.Async(() => _delivered.Contains("after"), what: "the next message comes");
        Assert.Equal(["after 1", "call 1", "echo 1"], await LedgerAsync());
    }

    private async Task<List<string>> LedgerAsync()
    {
        await using var command = _receiver.CreateCommand("SELECT what || ' ' || count(*) FROM ledger GROUP BY what ORDER BY what");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct)) lines.Add(reader.GetString(0));
        return lines;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _receiver.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Tells what was delivered, once it is handled.</summary>
    private sealed class ToldDelivery(IEventDelivery real, ConcurrentQueue<string> delivered) : IEventDelivery
    {
        public async Task DeliverAsync(Event e, Guid messageId, CancellationToken ct)
        {
            await real.DeliverAsync(e, messageId, ct);
            delivered.Enqueue(((NoteAdded)e).Text);
        }
    }
}
