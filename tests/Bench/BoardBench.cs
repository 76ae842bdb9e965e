using System.Diagnostics;
using Npgsql;

namespace ServiceMesh.Bench;

/// <summary>
/// Pages of the board with 10,000 tickets and with a hundred times as many, one in ten open: the whole request at Dispatch (page, counters, JSON)
/// and, as the yardstick, one hand-written SELECT of the same rows. Sizes alternate A B B A in small blocks; one request at a time.
/// </summary>
internal static class BoardBench
{
    private const int Small = 10_000;
    private const int Block = 20;

    private const string Columns = """
        id, number, subject, customer_name, channel, kind, work_type, severity, state, team_id, team_name, engineer_id, engineer_name, opened_at, updated_at, waiting_for, clocks,
        next_due_at, due_key, last_customer_message_at, last_agent_message_at, cycle, version
        """;

    private static readonly Page[] s_pages =
    [
        new("first page, most pressing first", (_, _) => "", (_, _) => ("", "due_key, id", [])),
        new("latest changed first", (_, _) => "?sort=updated", (_, _) => ("", "updated_at DESC, id DESC", [])),
        new("newest first", (_, _) => "?sort=opened", (_, _) => ("", "opened_at DESC, id DESC", [])),
        new("one team", (s, n) => $"?team={Of(s.TeamIds, n)}", (s, n) => ("AND team_id = $1", "due_key, id", [Of(s.TeamIds, n)])),
        new("one engineer", (s, n) => $"?engineer={Of(s.EngineerIds, n)}", (s, n) => ("AND engineer_id = $1", "due_key, id", [Of(s.EngineerIds, n)])),
        new("severity 3", (_, _) => "?severity=3", (_, _) => ("AND severity = $1", "due_key, id", [3])),
        new("severity 1", (_, _) => "?severity=1", (_, _) => ("AND severity = 1", "due_key, id", [])),
        new("nobody's yet", (_, _) => "?state=open", (_, _) => ("AND state = 'open'", "due_key, id", [])),
        new("severity 3, one team", (s, n) => $"?severity=3&team={Of(s.TeamIds, n)}", (s, n) => ("AND severity = 3 AND team_id = $1", "due_key, id", [Of(s.TeamIds, n)])),
        new("waiting", (_, _) => "?state=waiting", (_, _) => ("AND state = $1", "due_key, id", ["waiting"])),
        new("breached", (_, _) => "?due=breached", (_, _) => ("AND breached AND state <> 'resolved'", "due_key, id", [])),
        new("ended, latest first", (_, _) => "?open=false", (_, _) => ("", "updated_at DESC, id DESC", []), Ended: true),
        new("text: a number", (s, n) => $"?q={s.Number(n)}", (s, n) => (Text, "due_key, id", [$"%{s.Number(n)}%"])),
        new("text: a customer", (s, n) => $"?q={BoardScene.Customer(n % s.Customers).Replace(' ', '+')}", (s, n) => (Text, "due_key, id", [$"%{BoardScene.Customer(n % s.Customers)}%"])),
        new("text: a word in 5 %", (_, _) => "?q=payroll", (_, _) => (Text, "due_key, id", ["%payroll%"])),
        new("text: two letters", (_, _) => "?q=过账", (_, _) => (Text, "due_key, id", ["%过账%"])),
        new("text: nowhere", (_, _) => "?q=zeppelin", (_, _) => (Text, "due_key, id", ["%zeppelin%"])),
    ];

    private const string Text = "AND EXISTS (SELECT 1 FROM ticket_texts x WHERE x.ticket_id = tickets.id AND x.text ILIKE $1)";

    public static async Task RunAsync(int rounds, int tickets)
    {
        await using var server = await DurableServer.StartAsync("small", "large");
        using var small = await BoardScene.StartAsync(server, "small", Small);
        Console.WriteLine($"{Small} tickets stored");
        var before = Stopwatch.GetTimestamp();
        using var large = await BoardScene.StartAsync(server, "large", tickets);
        Console.WriteLine($"{tickets} tickets stored in {Stopwatch.GetElapsedTime(before).TotalSeconds:0} s; each page: {rounds} rounds of {Block} requests A B B A, one at a time; ms");
        Console.WriteLine($"{"",-34} {"rows",9}   {"p50",6} {"p50",6} {"ratio",6}   {"p99",6} {"p99",6} {"ratio",6}   bare SQL p50 p50 ratio   p99 p99 ratio");
        foreach (var page in s_pages)
        {
            await using var bareSmall = NpgsqlDataSource.Create(small.Database + ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
            await using var bareLarge = NpgsqlDataSource.Create(large.Database + ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
            // Warm: the page's code and plans, and the pages of the database that it reads.
            foreach (var scene in new[] { small, large }) await AskedAsync(scene, page, 2 * Block, 0, []);
            List<double>[] asked = [[], []], bare = [[], []];
            var rows = (0, 0);
            for (var round = 0; round < rounds; round++)
                foreach (var (which, half) in new[] { (0, 0), (1, 0), (1, 1), (0, 1) })
                {
                    var (scene, source) = which == 0 ? (small, bareSmall) : (large, bareLarge);
                    var found = await AskedAsync(scene, page, Block, (2 * round + half) * Block, asked[which]);
                    rows = which == 0 ? (found, rows.Item2) : (rows.Item1, found);
                    await BareAsync(scene, source, page, Block, (2 * round + half) * Block, bare[which]);
                }

            Console.WriteLine($"{page.Name,-34} {rows.Item1,4}/{rows.Item2,4}   {Compared(asked)}   {Compared(bare)}");
        }
    }

    private static string Compared(List<double>[] times)
    {
        foreach (var t in times) t.Sort();
        double At(int which, double share) => times[which][(int)(times[which].Count * share)];
        return $"{At(0, 0.5),6:0.00} {At(1, 0.5),6:0.00} {At(1, 0.5) / At(0, 0.5),6:0.00}   {At(0, 0.99),6:0.00} {At(1, 0.99),6:0.00} {At(1, 0.99) / At(0, 0.99),6:0.00}";
    }

    private static async Task<int> AskedAsync(BoardScene scene, Page page, int requests, int from, List<double> times)
    {
        var rows = 0;
        for (var n = from; n < from + requests; n++)
        {
            using var request = scene.Dispatch.Signed(HttpMethod.Get, "/api/v1/board" + page.Query(scene, n));
            var sent = Stopwatch.GetTimestamp();
            using var answer = await scene.Dispatch.Client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri}: {body}");
            rows = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("items").GetArrayLength();
        }

        return rows;
    }

    private static async Task BareAsync(BoardScene scene, NpgsqlDataSource source, Page page, int requests, int from, List<double> times)
    {
        for (var n = from; n < from + requests; n++)
        {
            var (where, order, values) = page.Bare(scene, n);
            var sent = Stopwatch.GetTimestamp();
            await using var read = source.CreateCommand(
                $"SELECT {Columns} FROM tickets WHERE tenant = 'default' AND {(page.Ended ? "NOT is_open" : "is_open")} {where} ORDER BY {order} LIMIT 51");
            foreach (var value in values) read.Parameters.Add(new NpgsqlParameter { Value = value });
            await using var reader = await read.ExecuteReaderAsync();
            var row = new object[reader.FieldCount];
            while (await reader.ReadAsync()) reader.GetValues(row);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }

    private static Guid Of(Guid[] ids, int n) => ids[n * 37 % ids.Length];

    private sealed record Page(
        string Name, Func<BoardScene, int, string> Query, Func<BoardScene, int, (string Where, string Order, object[] Values)> Bare, bool Ended = false);
}
