using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// R9: does a changed calendar slow intake? Intake and Sla as they are released, on one durable PostgreSQL and one RabbitMQ. Tickets come to
/// Intake at a steady rate, whatever it answers, and each latency counts from the instant at which its request was due, so that a stall is seen in
/// every request that it held up: before, while Sla previews and applies a calendar with three more holidays, and after. Then every due instant is
/// looked at.
/// </summary>
internal static class ReprocessBench
{
    public const int DefaultTickets = 100_000;
    public const int DefaultRate = 40;

    private const string Tenant = "default";
    private const int Hours = 1_000;
    private const int HolidayHours = 72;

    // As opened; after three hours of waiting for the customer; still waiting; answered.
    private const string Seed = """
        WITH made AS (SELECT gen_random_uuid() AS id, n % 4 AS kind FROM generate_series(0, @tickets - 1) AS n),
        tickets_made AS (INSERT INTO tickets (tenant, ticket_id) SELECT @tenant, id FROM made),
        lives AS (
            SELECT id, @opened AS at, 'triaged' AS kind, 'bench' AS detail, 1 AS sequence, @triage::jsonb AS data FROM made
            UNION ALL SELECT id, @opened + interval '1 hour', 'paused', 'waiting-for-customer', 2, '{"reason":"waiting-for-customer"}' FROM made WHERE kind IN (1, 2)
            UNION ALL SELECT id, @opened + interval '4 hours', 'resumed', 'waiting-for-customer', 3, NULL FROM made WHERE kind = 1
            UNION ALL SELECT id, @opened + interval '2 hours', 'agentMessage', gen_random_uuid()::text, 4, NULL FROM made WHERE kind = 3
        )
        INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence, data) SELECT @tenant, id, at, kind, detail, sequence, data FROM lives
        """;

    private const string Due = """
        SELECT (extract(epoch FROM (published::jsonb -> 'clocks' -> 0 ->> 'dueAt')::timestamptz - @opened) / 3600)::numeric, count(*) FROM tickets WHERE tenant = @tenant
        GROUP BY 1 ORDER BY 1 NULLS LAST
        """;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(20);
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] s_wholeDay = ["00:00-24:00"];
    private static readonly string[] s_calendars = ["own"];
    private static readonly string[] s_policies = ["mine"];

    public static async Task RunAsync(int tickets, int perSecond)
    {
        tickets = Math.Max(4, tickets / 4 * 4);
        var server = PostgresServer.Prepare(Path.Combine(TestDirectory.Create("reprocess"), "server"), ["intake", "sla"]);
        await using var postgres = ChildProcess.Start(server.Command, _ => { });
        await Eventually.Async(() => server.IsReadyAsync(CancellationToken.None), TimeSpan.FromSeconds(60), "PostgreSQL takes connections");
        await using var broker = await TestBroker.StartPrivateAsync();
        using var intake = await ServiceUnderTest.StartAsync("Intake", Settings("intake", server.ConnectionString("intake"), broker));
        using var sla = await ServiceUnderTest.StartAsync("Sla", Settings("sla", server.ConnectionString("sla"), broker));
        await using var database = NpgsqlDataSource.Create(server.ConnectionString("sla"));
        var contact = await ContactAsync(intake);
        var opened = new DateTimeOffset(DateTimeOffset.UtcNow.AddHours(-10).UtcDateTime.Date.AddHours(DateTime.UtcNow.AddHours(-10).Hour), TimeSpan.Zero);
        await CalendarAsync(sla, []);
        await PolicyAsync(sla);
        await SeedAsync(database, tickets, opened);

        // What Sla would have computed as they came in: clocks, timers, and a history to read. It warms everything up as well.
        await PolicyAsync(sla);
        var prepared = await RunJobAsync(sla, new { policies = s_policies, reason = "They come in", dryRun = true });
        await RunJobAsync(sla, new { previewId = prepared.Id, reason = "They come in" });
        await CheckAsync(database, opened, tickets, 0);
        Console.WriteLine($"{tickets} open tickets; Intake takes {perSecond} tickets/s, on one PostgreSQL (durable) and one RabbitMQ with Sla");
        await WhileAsync(intake, contact, perSecond, () => Task.Delay(TimeSpan.FromSeconds(5)));

        var before = await WhileAsync(intake, contact, perSecond, () => Task.Delay(s_quiet));
        await CalendarAsync(sla, [opened.AddDays(2), opened.AddDays(3), opened.AddDays(9)]);
        var preview = default(Job);
        var whilePreviewed = await WhileAsync(intake, contact, perSecond, async () => preview = await RunJobAsync(sla, new { calendars = s_calendars, reason = "Holidays", dryRun = true }));
        var run = default(Job);
        var whileRun = await WhileAsync(intake, contact, perSecond, async () => run = await RunJobAsync(sla, new { previewId = preview.Id, reason = "Holidays" }));
        var after = await WhileAsync(intake, contact, perSecond, () => Task.Delay(s_quiet));

        Console.WriteLine($"  before            {before}");
        Console.WriteLine($"  during preview    {whilePreviewed}   {tickets / preview.Took.TotalSeconds,6:0} tickets/s previewed");
        Console.WriteLine($"  during run        {whileRun}   {run.Changed / run.Took.TotalSeconds,6:0} tickets/s changed");
        Console.WriteLine($"  after             {after}");
        var usual = Math.Max(before.P99, after.P99);
        Console.WriteLine($"R9 Intake's p99 during the run {whileRun.P99 / usual:0.00} times the greater of before and after (during the preview {whilePreviewed.P99 / usual:0.00})");
        await CheckAsync(database, opened, tickets, HolidayHours);
        Console.WriteLine($"every due instant is as the new calendar says: {run.Changed} changed, of {tickets}");
    }

    private static Dictionary<string, string?> Settings(string service, string database, TestBroker broker) => new()
    {
        [$"ConnectionStrings:{service}"] = database, ["ConnectionStrings:messaging"] = broker.ConnectionString, ["Intake:Attachments:Directory"] = TestDirectory.Create("bench-files"),
    };

    private static async Task<Guid> ContactAsync(ServiceUnderTest intake)
    {
        var customer = await intake.PostAsync("/api/v1/customers", new { name = "Bench" });
        return (await intake.PostAsync("/api/v1/contacts", new { customerId = customer.GetProperty("id").GetGuid(), name = "Li", email = "li@example.com" })).GetProperty("id").GetGuid();
    }

    private static Task<JsonElement> CalendarAsync(ServiceUnderTest sla, IEnumerable<DateTimeOffset> holidays) => sla.PostAsync(
        "/api/v1/sla/calendars", new { name = "own", timeZone = "UTC", week = s_days.ToDictionary(d => d, _ => s_wholeDay), holidays = holidays.Select(h => $"{h:yyyy-MM-dd}") });

    private static Task<JsonElement> PolicyAsync(ServiceUnderTest sla) =>
        sla.PostAsync("/api/v1/sla/policies", new { name = "mine", calendar = "own", position = 1, rules = new[] { new { name = "all", targets = new { resolution = $"PT{Hours}H" } } } });

    private static async Task SeedAsync(NpgsqlDataSource database, int tickets, DateTimeOffset opened)
    {
        var triage = JsonSerializer.Serialize(new
        {
            number = "T-20261122-000001", openedAt = opened, explanation = "Seeded by the bench",
            traits = new { severity = 3, channel = "portal", workType = "support" },
            terms = new { policy = "mine", policyVersion = 1, rule = "all", calendarVersion = 1 },
        });
        await using (var seed = database.CreateCommand(Seed))
        {
            seed.CommandTimeout = 600;
            seed.Parameters.AddWithValue("tenant", Tenant);
            seed.Parameters.AddWithValue("tickets", tickets);
            seed.Parameters.AddWithValue("opened", opened);
            seed.Parameters.AddWithValue("triage", triage);
            await seed.ExecuteNonQueryAsync();
        }

        await using var analyze = database.CreateCommand("ANALYZE tickets, facts");
        await analyze.ExecuteNonQueryAsync();
    }

    /// <summary>A job of Sla's from its being asked for to its end.</summary>
    private static async Task<Job> RunJobAsync(ServiceUnderTest sla, object request)
    {
        var began = Stopwatch.GetTimestamp();
        var id = (await sla.PostAsync("/api/v1/sla/reprocess", request)).GetProperty("id").GetGuid();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await look.WaitForNextTickAsync())
        {
            var job = await sla.GetAsync($"/api/v1/sla/reprocess/{id}");
            var (state, result) = (job.GetProperty("state").GetString(), job.GetProperty("result"));
            if (state is "queued" or "running") continue;
            var failed = result.GetProperty("failed").GetInt32();
            if (state != "done" || failed > 0) throw new InvalidOperationException($"The re-process is {state}, {failed} failed.");
            return new(id, Stopwatch.GetElapsedTime(began), result.GetProperty("changed").GetInt32());
        }

        throw new InvalidOperationException("Unreachable.");
    }

    /// <summary>Intake's latencies at a steady rate as long as something goes on.</summary>
    private static async Task<Latencies> WhileAsync(ServiceUnderTest intake, Guid contact, int perSecond, Func<Task> something)
    {
        var (going, latencies, sent, failed) = (something(), new ConcurrentBag<double>(), new List<Task>(), 0);
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; !going.IsCompleted; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond);
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait);
            sent.Add(OpenAsync(due));
        }

        await Task.WhenAll(sent);
        await going;
        var sorted = latencies.Order().ToArray();
        return failed > 0 || sorted.Length == 0
            ? throw new InvalidOperationException($"{failed} of {sent.Count} tickets were refused.")
            : new(sorted.Length, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted[^1]);

        async Task OpenAsync(TimeSpan due)
        {
            using var request = intake.Signed(HttpMethod.Post, "/api/v1/tickets", new { subject = "Bench", text = Load.Text, contactId = contact });
            using var answer = await intake.Client.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref failed);
            latencies.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
        }
    }

    /// <summary>Looks at every ticket: half as opened or answered, a quarter three hours later for the wait, a quarter standing.</summary>
    private static async Task CheckAsync(NpgsqlDataSource database, DateTimeOffset opened, int tickets, int later)
    {
        var found = new List<(decimal?, long)>();
        await using var command = database.CreateCommand(Due);
        command.CommandTimeout = 600;
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("opened", opened);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add((await reader.IsDBNullAsync(0) ? null : decimal.Round(reader.GetDecimal(0), 6), reader.GetInt64(1)));
        (decimal?, long)[] wanted = [(Hours + later, tickets / 2), (Hours + later + 3, tickets / 4), (null, tickets / 4)];
        if (!found.SequenceEqual(wanted))
            throw new InvalidOperationException($"Due, in hours from the opening: {string.Join(", ", found)}; wanted {string.Join(", ", wanted)}");
    }

    private readonly record struct Job(Guid Id, TimeSpan Took, int Changed);

    private sealed record Latencies(int Count, double P50, double P99, double Max)
    {
        public override string ToString() => $"{Count,6} tickets   p50 {P50,6:0.0} ms   p99 {P99,6:0.0} ms   max {Max,6:0.0} ms";
    }
}
