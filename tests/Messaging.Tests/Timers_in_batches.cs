using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

public sealed class Timers_in_batches : IAsyncLifetime
{
    private string _database = null!;
    private TestService _service = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _service = await TestService.StartAsync("sla", _database, null, m => m.TimerBatch<Chime>(Chime.Kind));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task All_that_are_due_go_into_few_commits()
    {
        await ArmAsync(Enumerable.Range(0, 2000).Select(i => $"k{i}"), now => now.AddMilliseconds(300));
        await Eventually.Async(async () => await _service.LedgerAsync() == 2000, what: "all have fired");
        Assert.Equal(2000, await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        Assert.InRange(await _service.CountAsync("SELECT count(DISTINCT xmin::text) FROM ledger"), 1, 40);
        await NothingWasEarlyAsync();
    }

    [Fact]
    public async Task A_poisoned_one_is_put_off_alone()
    {
        await using (var work = await _service.Works.BeginAsync(Ct))
        {
            for (var i = 0; i < 300; i++) work.Arm(Chime.Due(work.Now, $"good{i}"));
            work.Arm(Chime.Due(work.Now, "bad", "poison"));
            await work.CommitAsync(Ct);
        }
        await Eventually.Async(async () => await _service.LedgerAsync() == 301, what: "all have fired, the bad one at its third try alone");
        Assert.Equal(301, await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        // The good ones did not wait for the second try, a second later.
        Assert.Equal(300, await _service.CountAsync("SELECT count(*) FROM ledger WHERE what LIKE 'good%' AND at < (SELECT at - interval '1 second' FROM ledger WHERE what LIKE 'bad%')"));
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
    }

    [Fact]
    public async Task Armed_anew_again_and_again_while_they_fire()
    {
        const int keys = 100;
        await ArmAsync(Enumerable.Range(0, keys).Select(i => $"s{i}"), now => now);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 150; i++)
            {
                await using var work = await _service.Works.BeginAsync(Ct);
                for (var n = 0; n < 5; n++) work.Arm(Chime.Due(work.Now.AddMilliseconds(random.Next(-5, 30)), $"s{random.Next(keys)}", $"{writer}-{i}-{n}"));
                await work.CommitAsync(Ct);
            }
        }));
        await ArmAsync(Enumerable.Range(0, keys).Select(i => $"s{i}"), now => now.AddMilliseconds(50), "last");

        await Eventually.Async(async () => await _service.CountAsync("SELECT count(*) FROM ledger WHERE what LIKE '%|last'") == keys, what: "the last armings have fired");
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
        Assert.Equal(await _service.LedgerAsync(), await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        await NothingWasEarlyAsync();
    }

    [Fact]
    public async Task A_cancelled_one_never_fires_although_its_firing_was_under_way()
    {
        await using (var work = await _service.Works.BeginAsync(Ct))
        {
            work.Arm(Chime.Due(work.Now, "a1", "slow"));
            work.Arm(Chime.Due(work.Now, "b1"));
            await work.CommitAsync(Ct);
        }
        await Eventually.Async(async () => await _service.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(1)' AND state = 'active'") == 1, what: "the firing is under way");
        await using (var work = await _service.Works.BeginAsync(Ct))
        {
            work.Cancel(Chime.Kind, "b1");
            await work.CommitAsync(Ct);
        }
        await Eventually.Async(async () => await _service.CountAsync("SELECT count(*) FROM messaging.timers") == 0, what: "the other has fired");
        Assert.Equal(1, await _service.LedgerAsync());
        Assert.Equal(1, await _service.CountAsync("SELECT count(*) FROM ledger WHERE what LIKE 'a1|%'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_process_clock_that_is_wrong_and_jumps_changes_nothing(int hours)
    {
        var clock = new JumpingClock { Offset = TimeSpan.FromHours(hours) };
        await using var other = await TestService.StartAsync("sla", await TestDatabase.CreateAsync(), null, clock, m => m.TimerBatch<Chime>(Chime.Kind), null);
        await using (var work = await other.Works.BeginAsync(Ct))
        {
            Assert.InRange((work.Now - DateTimeOffset.UtcNow).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            for (var i = 0; i < 400; i++) work.Arm(Chime.Due(work.Now.AddMilliseconds(5 * i), $"j{i}"));
            work.Arm(Chime.Due(work.Now.AddMinutes(30), "later"));
            await work.CommitAsync(Ct);
        }
        await Eventually.Async(async () => await other.LedgerAsync() >= 50, what: "some have fired");
        clock.Offset = TimeSpan.FromHours(-hours);
        await Eventually.Async(async () => await other.LedgerAsync() >= 250, what: "more have fired");
        clock.Offset = TimeSpan.Zero;
        await Eventually.Async(async () => await other.LedgerAsync() >= 400, what: "all that are due have fired");
        Assert.Equal(400, await other.LedgerAsync());
        Assert.Equal(1, await other.CountAsync("SELECT count(*) FROM messaging.timers"));
        Assert.Equal(0, await other.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
    }

    [Fact]
    public async Task An_instance_that_was_frozen_in_the_middle_of_a_large_answer_loses_its_lane()
    {
        await using var other = await TestService.StartAsync("sla", _database, null, m => m.TimerBatch<Chime>(Chime.Kind), null, ("Messaging:TimerLeaseSeconds", "1"));
        await _service.DisposeAsync();
        _service = other;
        await using var connection = new NpgsqlConnection(_database + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var frozen = await connection.BeginTransactionAsync(Ct);
        await using var claim = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(7221, 1), repeat('x', 1000000) FROM generate_series(1, 100)", connection, frozen);
        var unread = await claim.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, Ct);
        await ArmAsync(["a", "b"], now => now);
        await Eventually.Async(async () => await _service.LedgerAsync() == 2, TimeSpan.FromSeconds(15), "both lanes fire");
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await unread.DisposeAsync());
    }

    [Fact]
    public async Task An_instance_that_was_frozen_in_the_middle_of_a_large_statement_loses_its_lane()
    {
        await using var other = await TestService.StartAsync("sla", _database, null, m => m.TimerBatch<Chime>(Chime.Kind), null, ("Messaging:TimerLeaseSeconds", "1"));
        await _service.DisposeAsync();
        _service = other;
        await using var connection = new NpgsqlConnection(_database + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var frozen = await connection.BeginTransactionAsync(Ct);
        await using (var claim = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock(7221, 1)", connection, frozen)) Assert.Equal(true, await claim.ExecuteScalarAsync(Ct));
        using var thawed = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var half = new HalfSent(50_000, thawed.Token);
        await using var statement = new NpgsqlCommand("SELECT length($1)", connection, frozen);
        statement.Parameters.Add(new() { Value = half, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });
        var sending = statement.ExecuteScalarAsync(CancellationToken.None);
        await ArmAsync(["a", "b"], now => now);
        await Eventually.Async(async () => await _service.LedgerAsync() == 2, TimeSpan.FromSeconds(15), "both lanes fire");
        await thawed.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }

    [Fact]
    public async Task What_another_process_armed_and_did_not_fire_is_found()
    {
        await _service.ExecuteAsync("""
            INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
            VALUES ('chime', 'stray', clock_timestamp() + interval '100 milliseconds', nextval('messaging.timer_versions'), 'default', '""')
            """);
        await Eventually.Async(async () => await _service.LedgerAsync() == 1, TimeSpan.FromSeconds(10), "the stray is found");
        await NothingWasEarlyAsync();
    }

    [Fact]
    public async Task A_claim_reads_what_is_due_and_not_what_is_armed()
    {
        await _service.ExecuteAsync("""
            INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
            SELECT 'chime', 'far' || i, clock_timestamp() + interval '1 day' + i * interval '1 second', nextval('messaging.timer_versions'), 'default', '""' FROM generate_series(1, 20000) i;
            """);
        await ArmAsync(Enumerable.Range(0, 50).Select(i => $"k{i}"), now => now);
        await Eventually.Async(async () => await _service.LedgerAsync() == 50, what: "those due have fired");
        await using var connection = await _service.DataSource.OpenConnectionAsync(Ct);
        await using (var now = new NpgsqlCommand("SELECT set_config('servicemesh.now', clock_timestamp()::text, false)", connection)) await now.ExecuteNonQueryAsync(Ct);
        await using var plan = new NpgsqlCommand($"EXPLAIN {TimerTable.FindDue}", connection);
        plan.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 0 });
        plan.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = DateTime.MinValue });
        plan.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 500 });
        await using var reader = await plan.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct)) lines.Add(reader.GetString(0));
        Assert.Contains(lines, l => l.Contains("timers_due", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("Seq Scan", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("Index Cond: ((due_at >= ", StringComparison.Ordinal) && l.Contains("(due_at <= ", StringComparison.Ordinal));
    }

    private async Task ArmAsync(IEnumerable<string> keys, Func<DateTimeOffset, DateTimeOffset> due, string generation = "")
    {
        await using var work = await _service.Works.BeginAsync(Ct);
        foreach (var key in keys) work.Arm(Chime.Due(due(work.Now), key, generation));
        await work.CommitAsync(Ct);
    }

    private async Task NothingWasEarlyAsync() =>
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));

    /// <summary>The machine's wall clock is set; its monotonic clock runs on, as ever.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}

/// <summary>A parameter of which the server gets the first half: the sender stops in the middle of it.</summary>
internal sealed class HalfSent(int half, CancellationToken end) : Stream
{
    private int _sent;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => 2 * half;

    public override long Position { get => _sent; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sent == half) await Task.Delay(Timeout.Infinite, end);
        var count = Math.Min(buffer.Length, half - _sent);
        _sent += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
