using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Load;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using static ServiceMesh.Sla.Tests.Reprocess.ReprocessVendor;

namespace ServiceMesh.Sla.Tests.Reprocess;

public sealed class Killed_in_the_midst
{
    private const int Tickets = 2_000;
    private const int SomeMore = 200;

    private static readonly string[] _mine = ["mine"];

    private static readonly string[] _oneEach =
    [
        "facts WHERE kind = 'reprocessed'", "reprocess_tickets", "levels WHERE threshold = 'breach'", "breaches", "messaging.timers WHERE kind = 'sla-clock'",
    ];

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task It_goes_on_where_it_was_and_each_ticket_is_changed_and_told_of_once()
    {
        var app = new SlaApp { Settings = { ["Sla:ReprocessPerSecond"] = "600" } };
        await app.InitializeAsync();
        await using var database = NpgsqlDataSource.Create(app.ConnectionString);
        try
        {
            var vendor = new ReprocessVendor(app);
            await vendor.PolicyAsync("PT100H");
            await Copies.MakeAsync(app, vendor.Vendor.Tenant, await vendor.OpenAsync(), Tickets - 1);
            await vendor.PolicyAsync("PT9H");
            var job = await vendor.StartAsync(new { policies = _mine, reason = "New contract" });
            await app.StopAsync();

            for (var kill = 0; kill < 2; kill++)
            {
                var before = await ChangedAsync(database);
                await using var process = SlaProcess.Start(app.ConnectionString, app.Settings);
                await Eventually.Async(async () => await ChangedAsync(database) >= before + SomeMore, _patience, "it goes on");
                await process.KillAsync();
                Assert.InRange(await ChangedAsync(database), before + SomeMore, Tickets - 1);
            }

            app.Start();
            var done = await vendor.DoneAsync(job, _patience);
            Assert.Equal((Tickets, Tickets, Tickets, Tickets, 0, 0, 0), Counts(done));
            Assert.Equal(Tickets, done["result"]!["newBreaches"]!.GetValue<int>());

            // Each ticket once: chosen, on record, told of; its events numbered without gaps.
            foreach (var rows in _oneEach)
            {
                await using var command = database.CreateCommand($"SELECT count(*) || ' ' || count(DISTINCT ticket_id) FROM {rows}");
                Assert.Equal($"{Tickets} {Tickets}", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
            }

            var events = (await TestOutbox.ReadAsync(database)).Where(e => e.TicketId is not null).ToList();
            Assert.Equal(Tickets, events.OfType<SlaBreached>().Select(e => e.TicketId).Distinct().Count());
            Assert.Equal(Tickets, events.OfType<SlaBreached>().Count());
            // The first was told of before, when it came.
            Assert.Equal(Tickets + 1, events.OfType<SlaClocksChanged>().Count());
            Assert.All(events.GroupBy(e => e.TicketId), t => Assert.Equal(Enumerable.Range(1, t.Count()).Select(i => (long)i), t.Select(e => e.Stream!.Sequence).Order()));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static async Task<int> ChangedAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT count(*)::int FROM facts WHERE kind = 'reprocessed'");
        return (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
