using System.Diagnostics;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>R1: tickets through the whole flow per second, beside the floor program, with the commits and statements each took.</summary>
internal static class FlowBench
{
    private const int Connections = 32;
    private const int Tickets = 3000;

    public static async Task RunAsync(int pairs)
    {
        await using var product = await MeshUnderTest.StartAsync();
        await using var floor = await Floor.StartAsync(product.Superuser, product.Mesh.Broker);
        await PrepareCountersAsync(product.Superuser);
        Console.WriteLine($"whole flow: {Connections} connections, {Tickets} tickets of 1 kB a block; floor: 6 commits + 2 confirms, {Connections} workers");
        await FlowAsync(product, 500);
        await floor.RunAsync(Connections, 500);
        var ratios = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            double flow, least;
            // A B B A: neither arm always comes first.
            if (pair % 2 == 1)
            {
                flow = await FlowAsync(product, Tickets);
                least = await FloorAsync(floor);
            }
            else
            {
                least = await FloorAsync(floor);
                flow = await FlowAsync(product, Tickets);
            }
            ratios.Add(flow / least);
            Console.WriteLine($"pair {pair}: ratio {flow / least:0.000}");
        }
        ratios.Sort();
        Console.WriteLine($"R1 median ratio {ratios[ratios.Count / 2]:0.000} (min {ratios[0]:0.000}, max {ratios[^1]:0.000}, {ratios.Count} pairs)");
    }

    private static async Task<double> FloorAsync(Floor floor)
    {
        var perSecond = await floor.RunAsync(Connections, Tickets * 2);
        await floor.EmptyAsync();
        Console.WriteLine($"  floor: {perSecond:0} tickets/s");
        return perSecond;
    }

    private static async Task<double> FlowAsync(MeshUnderTest product, int tickets)
    {
        var already = await product.DoneAsync();
        var before = await CountersAsync(product.Superuser);
        var load = await Load.RunAsync(product.Client, Connections, tickets, product.Body);
        await Eventually.Async(async () => await product.DoneAsync() >= already + tickets, TimeSpan.FromMinutes(3), "the last effect");
        var perSecond = tickets / Stopwatch.GetElapsedTime(load.StartedAt).TotalSeconds;
        var after = await CountersAsync(product.Superuser);
        await Eventually.Async(product.AtRestAsync, TimeSpan.FromMinutes(3), "rest");
        var rest = await CountersAsync(product.Superuser);
        var commits = await CommitsAsync(product.Superuser, before.Lsn, after.Lsn);
        var allCommits = await CommitsAsync(product.Superuser, before.Lsn, rest.Lsn);
        Console.WriteLine(
            $"  flow: {perSecond:0} tickets/s (accepted {load.PerSecond:0}/s, p50 {load.P50:0.0} ms, p99 {load.P99:0.0} ms, {load.Failed} failed); " +
            $"commits/ticket {(double)commits / tickets:0.00} until the last effect, {(double)allCommits / tickets:0.00} at rest (mails and timeline included); " +
            $"statements/ticket {(rest.Statements - before.Statements) / (double)tickets:0.0}");
        return perSecond;
    }

    private static async Task PrepareCountersAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE EXTENSION IF NOT EXISTS pg_walinspect; CREATE EXTENSION IF NOT EXISTS pg_stat_statements", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(string Lsn, long Statements)> CountersAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_flush_lsn()::text, (SELECT sum(calls)::bigint FROM pg_stat_statements)", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetInt64(1));
    }

    private static Task<long> CommitsAsync(string superuser, string from, string to) => MeshUnderTest.ScalarAsync(
        superuser, $"SELECT count(*) FROM pg_get_wal_records_info('{from}', '{to}') WHERE resource_manager = 'Transaction' AND record_type = 'COMMIT'");
}
