using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>Two services, two databases, a broker of their own that is stopped and killed.</summary>
public sealed class Flow_over_the_broker(Flow_over_the_broker.Broker shared) : IClassFixture<Flow_over_the_broker.Broker>, IAsyncLifetime
{
    // A queue of its own for each test: nothing is left over from the one before.
    private readonly string _queue = $"dispatch-{Guid.NewGuid():N}";
    private TestService _sender = null!;
    private TestService _receiver = null!;

    public sealed class Broker : IAsyncLifetime
    {
        public TestBroker It { get; private set; } = null!;

        public async ValueTask InitializeAsync() => It = await TestBroker.StartPrivateAsync();

        public ValueTask DisposeAsync() => It.DisposeAsync();
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await StartReceiverAsync(await TestDatabase.CreateAsync());
        _sender = await StartSenderAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private async Task<TestService> StartSenderAsync(string? database = null) => await TestService.StartAsync(
        "intake", database ?? await TestDatabase.CreateAsync(), shared.It.ConnectionString, null, null, ("Messaging:AwaitSubscribers:0", _queue), ("Messaging:PublishTimeoutSeconds", "3"));

    private Task<TestService> StartReceiverAsync(string database) => TestService.StartAsync(
        _queue, database, shared.It.ConnectionString, m => m.Handle<NoteAdded, LedgerHandler>(), null,
        ("Messaging:RetryLadderSeconds:0", "1"), ("Messaging:WatchdogSeconds", "5"));

    [Fact]
    public async Task Each_event_has_one_effect()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()), Notes.Of(Guid.CreateVersion7()))));
        await AllArriveAsync(200);
    }

    [Fact]
    public async Task A_row_sent_again_after_a_crash_between_confirm_and_delete_has_one_effect()
    {
        await _sender.ExecuteAsync("CREATE TABLE kept AS SELECT * FROM messaging.outbox; CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO kept SELECT OLD.*; RETURN OLD; END'; CREATE TRIGGER keep BEFORE DELETE ON messaging.outbox FOR EACH ROW EXECUTE FUNCTION keep()");
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await AllArriveAsync(1);
        await _sender.ExecuteAsync("INSERT INTO messaging.outbox SELECT * FROM kept");
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), "after"));
        await AllArriveAsync(2);
        Assert.Equal(3, await _sender.CountAsync("SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task Heartbeats_are_sent_again_and_again_and_belong_to_no_stream()
    {
        // Without its subscriber everything stays in the outbox.
        var database = await TestDatabase.CreateAsync();
        await using var beating = await TestService.StartAsync("intake", database, shared.It.ConnectionString, null, null,
            ("Messaging:AwaitSubscribers:0", "nobody"), ("Messaging:HeartbeatSeconds", "1"));
        await Eventually.Async(async () => await beating.CountAsync("SELECT count(*) FROM messaging.outbox") >= 8, what: "it beats twice in each lane");
        var beats = await BeatsAsync();
        Assert.All(beats, beat => Assert.Equal(("intake", null, 4), (beat.Service, beat.Stream, beat.Lanes)));
        Assert.Equal([0, 1, 2, 3], beats.Select(b => b.Lane!.Value).Distinct().Order());
        Assert.All(beats, beat => Assert.InRange(beat.LatenessSeconds, 0, 5));
        Assert.Equal(0, await beating.CountAsync("SELECT count(*) FROM messaging.streams"));
        Assert.Equal(4, await beating.CountAsync("SELECT count(DISTINCT ascii(right(key, 1)) & 3) FROM messaging.timers WHERE kind = 'messaging.heartbeat'"));

        // A lane that somebody holds and does not fire says nothing, and the others tell how late its timers are.
        await using var stuck = new NpgsqlConnection(database);
        await stuck.OpenAsync(TestContext.Current.CancellationToken);
        await using var held = await stuck.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock(7221, 2)", stuck, held)) await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var silent = (await BeatsAsync()).Count(b => b.Lane == 2);
        await Eventually.Async(async () => (await BeatsAsync()).Any(b => b.Lane == 3 && b.LatenessSeconds > 2), what: "another lane tells of it");
        Assert.Equal(silent, (await BeatsAsync()).Count(b => b.Lane == 2));
        await held.RollbackAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(async () => (await BeatsAsync()).Count(b => b.Lane == 2) > silent, what: "the lane beats again");

        async Task<List<EngineHeartbeat>> BeatsAsync() => [.. (await TestOutbox.ReadAsync(beating.DataSource)).Cast<EngineHeartbeat>()];
    }

    [Fact]
    public async Task Rows_left_by_a_process_that_died_before_publishing_are_sent_by_the_next()
    {
        var database = await TestDatabase.CreateAsync();
        await using (var dying = await TestService.StartAsync("intake", database, null)) await dying.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await using var next = await StartSenderAsync(database);
        await AllArriveAsync(1);
    }

    [Fact]
    public async Task A_row_that_cannot_be_sent_holds_no_other()
    {
        await _sender.ExecuteAsync("INSERT INTO messaging.outbox (id, message_type, body) VALUES ('00000000-0000-7000-8000-000000000001', 'NoSuchEvent', '{}'), ('00000000-0000-7000-8000-000000000002', 'NoteAdded', '{broken')");
        await _sender.PublishAsync([.. Enumerable.Range(0, 20).Select(_ => Notes.Of(Guid.CreateVersion7()))]);
        await Eventually.Async(async () => await _receiver.LedgerAsync() == 20, what: "the sendable ones arrive");
        await Eventually.Async(async () => await _sender.CountAsync("SELECT count(*) FROM messaging.outbox WHERE attempts > 0") == 2, what: "the others are put off");
    }

    [Fact]
    public async Task A_poisoned_message_ends_in_the_error_queue_and_holds_no_other()
    {
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), "poison"));
        await _sender.PublishAsync([.. Enumerable.Range(0, 20).Select(_ => Notes.Of(Guid.CreateVersion7()))]);
        await Eventually.Async(async () => await _receiver.LedgerAsync() == 20, what: "the good ones arrive");
        await Eventually.Async(async () => (await shared.It.RunAsync("rabbitmqctl", "list_queues", "name", "messages", "--quiet")).Split('\n').Any(l => l.StartsWith($"{_queue}_error", StringComparison.Ordinal) && !l.EndsWith("\t0", StringComparison.Ordinal)), what: "the poisoned one lies in the error queue");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_broker_away_commits_succeed_and_everything_flows_after_its_return(bool killed)
    {
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7(), "before"));
        await AllArriveAsync(1);
        if (killed)
        {
            // RabbitMQ 3.10 writes its registry of quorum queues seconds after a declaration; a kill before that leaves a queue that
            // never elects a leader again. Ours is seconds old, those of an installation are not.
            await shared.It.RunAsync("rabbitmqctl", "eval", "[dets:sync(T) || T <- dets:all()].");
            await shared.It.KillAsync();
        }
        else
        {
            await shared.It.StopAsync();
        }
        for (var i = 0; i < 50; i++) await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        Assert.Equal(50, await _sender.CountAsync("SELECT count(*) FROM messaging.outbox"));
        await shared.It.StartAgainAsync();
        await AllArriveAsync(51);
    }

    [Fact]
    public async Task A_bus_that_silently_stopped_consuming_is_rebuilt()
    {
        var dead = _receiver.ConsumingBus.Current!;
        await dead.StopAsync(TestContext.Current.CancellationToken);
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await AllArriveAsync(1);
        Assert.NotSame(dead, _receiver.ConsumingBus.Current);
    }

    [Fact]
    public async Task A_bus_that_was_abandoned_consumes_nothing_beside_the_next()
    {
        var connections = new BusConnections();
        var abandoned = _receiver.Services.GetRequiredService<BusFactory>().Consuming(connections);
        await abandoned.StartAsync(TestContext.Current.CancellationToken);
        await ConsumersBecomeAsync(2);
        connections.Cut();
        await ConsumersBecomeAsync(1);
        for (var i = 0; i < 20; i++) await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await AllArriveAsync(20);

        // It tries again, and gets no socket.
        var factory = new ConnectionFactory();
        await connections.FollowAsync(factory);
        Assert.Throws<InvalidOperationException>(() => factory.SocketFactory(AddressFamily.InterNetwork));
    }

    [Fact]
    public async Task Connections_closed_by_the_broker_come_back()
    {
        await shared.It.RunAsync("rabbitmqctl", "close_all_connections", "--vhost", "/", "for a test");
        await _sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await AllArriveAsync(1);
    }

    private Task ConsumersBecomeAsync(uint count) => Eventually.Async(
        async () => await _receiver.Services.GetRequiredService<Messaging.Broker>().ConsumersAsync(_queue, TestContext.Current.CancellationToken) == count, TimeSpan.FromSeconds(30), $"{count} consumers");

    private async Task AllArriveAsync(int count)
    {
        await Eventually.Async(async () => await _receiver.LedgerAsync() >= count && await _sender.CountAsync("SELECT count(*) FROM messaging.outbox") == 0, TimeSpan.FromSeconds(60), $"{count} effects");
        Assert.Equal(count, await _receiver.LedgerAsync());
    }
}
