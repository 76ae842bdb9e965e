using System.Diagnostics;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>R1: tickets through the whole flow per second, beside the floor program, with the commits and statements each took.</summary>
internal static class FlowBench
{
    private const int Connections = 32;
    private const int Tickets = 3000;
    private const int WarmUp = 3000;

    public static async Task RunAsync(int pairs)
    {
        await using var product = await MeshUnderTest.StartAsync();
        await using var floor = await Floor.StartAsync(product.Superuser, product.Mesh.Broker);
        await PrepareCountersAsync(product.Superuser);
        Console.WriteLine($"whole flow: {Connections} connections, {Tickets} tickets of 1 kB a block; floor: 6 commits + 2 confirms, {Connections} workers");
        Console.WriteLine("warm-up:");
        await FlowAsync(product, WarmUp);
        await floor.RunAsync(Connections, WarmUp);
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
        await PrintStatementsAsync(product.Superuser);
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
        var publishedBefore = await product.PublishedAsync();
        var cpuBefore = CpuLedger.Read();
        var load = await Load.RunAsync(product.Client, Connections, tickets, product.Body);
        await product.AwaitDoneAsync(already + tickets - load.Failures.Count);
        var perSecond = tickets / Stopwatch.GetElapsedTime(load.StartedAt).TotalSeconds;
        var after = await CountersAsync(product.Superuser);
        await Eventually.Async(product.AtRestAsync, TimeSpan.FromMinutes(3), "rest");
        var rest = await CountersAsync(product.Superuser);
        var confirms = await product.PublishedAsync() - publishedBefore;
        var cpu = CpuLedger.Read().Since(cpuBefore);
        var commits = await CommitsAsync(product.Superuser, before.Lsn, after.Lsn);
        var allCommits = await CommitsAsync(product.Superuser, before.Lsn, rest.Lsn);
        Console.WriteLine(
            $"  flow: {perSecond:0} tickets/s (accepted {load.PerSecond:0}/s, p50 {load.P50:0.0} ms, p99 {load.P99:0.0} ms, {load.Failed}); " +
            $"commits/ticket {(double)commits / tickets:0.00} until the last effect, {(double)allCommits / tickets:0.00} at rest (mails and timeline included); " +
            $"statements/ticket {(rest.Statements - before.Statements) / (double)tickets:0.0}; confirms/ticket {(double)confirms / tickets:0.00}");
        Console.WriteLine($"    CPU ms/ticket: {string.Join(", ", cpu.Select(c => $"{c.Program} {c.Ms / tickets:0.00}"))}; together {cpu.Sum(c => c.Ms) / tickets:0.00}");
        return perSecond;
    }

    /// <summary>The statements that took the database longest: where the next round trip can be saved.</summary>
    private static async Task PrintStatementsAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT d.datname, calls, total_exec_time, total_plan_time, regexp_replace(left(query, 400), '\s+', ' ', 'g')
            FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname NOT LIKE 'floor%'
            ORDER BY total_exec_time + total_plan_time DESC LIMIT 25
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        Console.WriteLine("statements by time (execution + planning, ms in all blocks; calls):");
        while (await reader.ReadAsync())
        {
            var text = reader.GetString(4);
            Console.WriteLine($"  {reader.GetDouble(2):0} + {reader.GetDouble(3):0} ms, {reader.GetInt64(1)} calls, {reader.GetString(0)}: {text[..Math.Min(110, text.Length)]}");
        }
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
