using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>
/// PostgreSQL's own clock is set by an hour while timers are armed. The server of the tests keeps the machine's time, so this database has a clock to
/// set: all that Messaging asks is <c>clock_timestamp()</c>, and here that name finds a function of ours before the server's.
/// </summary>
public sealed class The_databases_clock_is_set : IAsyncLifetime
{
    private string _database = null!;
    private TestService _service = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await using (var connection = new NpgsqlConnection(_database + ";Pooling=false"))
        {
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand($"""
                CREATE TABLE public.clock_set (shift interval NOT NULL);
                INSERT INTO public.clock_set VALUES (interval '0');
                CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
                    AS 'SELECT pg_catalog.clock_timestamp() + shift FROM public.clock_set';
                ALTER DATABASE {connection.Database} SET search_path = public, pg_catalog
                """, connection);
            await command.ExecuteNonQueryAsync(Ct);
        }

        _service = await TestService.StartAsync("sla", _database, null, m => m.TimerBatch<Chime>(Chime.Kind));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Back_and_forward_each_timer_fires_once_and_by_the_clock_that_there_is()
    {
        await ArmAsync("soon", 400, "i * interval '10 milliseconds'");
        await ArmAsync("within", 100, "interval '30 minutes' + i * interval '1 second'");
        await ArmAsync("later", 50, "interval '3 hours'");
        await Eventually.Async(async () => await _service.LedgerAsync() >= 50, what: "some have fired");

        // An hour back: what has not fired waits, however long its lanes go on looking.
        await SetAsync(-1);
        await EveryLaneLooksAsync("back");
        // What had been claimed before has been committed by now.
        var fired = await CountAsync("soon");
        await EveryLaneLooksAsync("still");
        Assert.Equal(fired, await CountAsync("soon"));

        // And again as it was: the rest is due.
        await SetAsync(0);
        await Eventually.Async(async () => await CountAsync("soon") == 400, what: "the rest has fired");
        await EveryLaneLooksAsync("right");
        Assert.Equal(0, await CountAsync("within"));

        // An hour ahead: what lies in that hour is due now, and nothing else.
        await SetAsync(1);
        await Eventually.Async(async () => await CountAsync("within") == 100, what: "what was due in the hour has fired");
        await EveryLaneLooksAsync("ahead");
        Assert.Equal(0, await CountAsync("later"));

        Assert.Equal(516, await _service.LedgerAsync());
        Assert.Equal(516, await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        Assert.Equal(50, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
    }

    /// <summary>Sets it against the right time, and has the service read it as it does every ten seconds by itself.</summary>
    private async Task SetAsync(int hours)
    {
        await _service.ExecuteAsync($"UPDATE public.clock_set SET shift = interval '{hours} hours'");
        await _service.Clock.ReadAsync(Ct);
    }

    /// <summary>Something that is due by the clock as it is, in each lane: when it has fired, the lane has looked.</summary>
    private async Task EveryLaneLooksAsync(string name)
    {
        await ArmAsync(name, 4, "interval '0'");
        await Eventually.Async(async () => await CountAsync(name) == 4, what: $"every lane has looked ({name})");
    }

    private Task ArmAsync(string prefix, int count, string due) => _service.ExecuteAsync($"""
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
        SELECT 'chime', '{prefix}' || i, clock_timestamp() + {due}, nextval('messaging.timer_versions'), 'default', '""' FROM generate_series(1, {count}) i
        """);

    private Task<long> CountAsync(string prefix) => _service.CountAsync($"SELECT count(*) FROM ledger WHERE what LIKE '{prefix}%'");
}
