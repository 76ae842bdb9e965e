using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

public sealed class PostgreSQL_restarts
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_in_flight_wait_it_out_and_have_one_effect_each(bool killed)
    {
        await using var postgres = await TestPostgres.StartAsync();
        var broker = await TestBroker.ConnectAsync();
        var name = killed ? "survey" : "notification";
        await using var sender = await TestService.StartAsync("intake", await TestDatabase.CreateAsync(), broker, null, null, ("Messaging:AwaitSubscribers:0", name));
        await using var receiver = await TestService.StartAsync(name, postgres.ConnectionString, broker, m => m.Handle<NoteAdded, LedgerHandler>().Timer<Late>("late"));
        await sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await Eventually.Async(async () => await receiver.LedgerAsync() == 1, what: "the flow runs");
        await using (var work = await receiver.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            work.Arm(new TimerRequest("late", "t", work.Now.AddMilliseconds(200), "default"));
            if (killed) work.Arm(new TimerRequest("late", "t2", work.Now.AddMilliseconds(400), "default"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }

        if (killed) await postgres.KillAsync();
        else await postgres.StopAsync();
        for (var i = 0; i < 100; i++) await sender.PublishAsync(Notes.Of(Guid.CreateVersion7()));
        await postgres.StartAgainAsync();

        var timers = killed ? 2 : 1;
        await Eventually.Async(async () => await TryCountAsync(receiver) >= 101 + timers, TimeSpan.FromSeconds(60), "everything has its effect");
        Assert.Equal(101 + timers, await receiver.LedgerAsync());
    }

    private static async Task<long> TryCountAsync(TestService service)
    {
        try
        {
            return await service.LedgerAsync();
        }
        catch (NpgsqlException)
        {
            return -1;
        }
    }

    private sealed class Late : ITimerHandler
    {
        public Task FireAsync(FiredTimer t, Work work, CancellationToken ct) => Ledger.WriteAsync(work, $"timer {t.Key}", null, ct);
    }
}
