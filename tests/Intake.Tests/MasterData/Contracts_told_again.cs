using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.MasterData;

/// <summary>Contracts made before some service listened to them are told once more, by a migration.</summary>
public sealed class Contracts_told_again
{
    private const int Many = 450;

    [Fact]
    public async Task Once_each_as_they_are_now_and_never_again()
    {
        await using var host = await IntakeHost.StartOwnAsync();
        var vendor = await Vendor.CreateAsync(host);
        var own = await vendor.AddContractAsync("K-1", "premium", -1, 1, vendor.Product);
        await ExecuteAsync(host, $"""
            INSERT INTO contracts SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'K-' || i))).*
            FROM contracts c CROSS JOIN generate_series(2, {Many}) i WHERE c.id = '{own}'
            """);
        // As a database that was there before the migration.
        await ExecuteAsync(host, "DELETE FROM messaging.outbox; DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_RetellContracts'");
        for (var start = 1; start <= 2; start++)
        {
            await using var again = host.Start();
            again.CreateClient().Dispose();
            await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'retell-contracts'") == 0);
            var told = (await TestOutbox.ReadAsync(host.DataSource)).OfType<ContractChanged>().ToList();
            Assert.Equal((Many, Many), (told.Count, told.DistinctBy(c => c.ContractId).Count()));
        }

        var mine = (await host.EventsAsync<ContractChanged>(vendor.Tenant)).Single(c => c.ContractId == own);
        Assert.Equal((own, "K-1", "premium", ActorKind.System, 2L), (own, mine.Number, mine.ServiceLevel, mine.By.Kind, mine.Stream!.Sequence));
        Assert.Equal([vendor.Product], mine.ProductIds);
    }

    private static async Task ExecuteAsync(IntakeHost host, string sql)
    {
        await using var command = host.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
