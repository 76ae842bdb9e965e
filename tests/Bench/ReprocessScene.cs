using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// Intake and Sla as they are released, on one durable PostgreSQL and one RabbitMQ, and many open tickets. What happened to the tickets is put into
/// Sla's database at once, as the product writes it; then each ticket's timer is due, so that Sla itself computes, stores, arms and tells of every
/// clock, as it does for tickets that come in.
/// </summary>
internal sealed class ReprocessScene : IAsyncDisposable
{
    private const string Tenant = "default";
    private const int Hours = 1_000;

    // As opened; after three hours of waiting for the customer; still waiting; answered.
    private const string Seed = """
        WITH made AS (SELECT id, n % 4 AS kind FROM unnest(@ids) WITH ORDINALITY AS given(id, n)),
        tickets_made AS (INSERT INTO tickets (tenant, ticket_id) SELECT @tenant, id FROM made),
        lives AS (
            SELECT id, @opened AS at, 'triaged' AS kind, '3 Portal Support ' AS detail, 1 AS sequence, @triage::jsonb AS data FROM made
            UNION ALL SELECT id, @opened + interval '1 hour', 'paused', 'waiting-for-customer', 2, '{"reason":"waiting-for-customer"}' FROM made WHERE kind IN (1, 2)
            UNION ALL SELECT id, @opened + interval '4 hours', 'resumed', 'waiting-for-customer', 3, NULL FROM made WHERE kind = 1
            UNION ALL SELECT id, @opened + interval '2 hours', 'agentMessage', gen_random_uuid()::text, 4, NULL FROM made WHERE kind = 3
        )
        INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence, data) SELECT @tenant, id, at, kind, detail, sequence, data FROM lives
        """;

    private const string Arm = """
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant, ticket_id)
        SELECT 'sla-clock', tenant || '/' || ticket_id, clock_timestamp(), nextval('messaging.timer_versions'), tenant, ticket_id FROM tickets WHERE tenant = @tenant
        """;

    private const string Progress = """
        SELECT (SELECT count(*) FROM tickets WHERE tenant = @tenant AND published IS NOT NULL), (SELECT count(*) FROM messaging.outbox)
        """;

    private const string Due = """
        SELECT (extract(epoch FROM (published::jsonb -> 'clocks' -> 0 ->> 'dueAt')::timestamptz - @opened) / 3600)::numeric, count(*) FROM tickets WHERE tenant = @tenant
        GROUP BY 1 ORDER BY 1 NULLS LAST
        """;

    private static readonly TimeSpan s_standsStill = TimeSpan.FromSeconds(60);
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly string[] s_wholeDay = ["00:00-24:00"];

    private readonly DurableServer _postgres;
    private readonly TestBroker _broker;
    private readonly NpgsqlDataSource _database;
    private readonly DateTimeOffset _opened;

    private ReprocessScene(DurableServer postgres, TestBroker broker, NpgsqlDataSource database, ServiceUnderTest intake, ServiceUnderTest sla, int tickets)
    {
        (_postgres, _broker, _database, Intake, Sla, Tickets) = (postgres, broker, database, intake, sla, tickets);
        var opened = DateTime.UtcNow.AddHours(-10);
        _opened = new(opened.Date.AddHours(opened.Hour), TimeSpan.Zero);
    }

    public ServiceUnderTest Intake { get; }

    public ServiceUnderTest Sla { get; }

    /// <summary>Open tickets, a quarter of each kind.</summary>
    public int Tickets { get; }

    /// <summary>Who reports tickets to Intake.</summary>
    public Guid Contact { get; private set; }

    public static async Task<ReprocessScene> StartAsync(int tickets)
    {
        var postgres = await DurableServer.StartAsync("intake", "sla");
        var broker = await TestBroker.StartPrivateAsync();
        Say("PostgreSQL and RabbitMQ answer");
        var intake = await ServiceUnderTest.StartAsync("Intake", Settings("intake", postgres.Database("intake"), broker));
        var sla = await ServiceUnderTest.StartAsync("Sla", Settings("sla", postgres.Database("sla"), broker));
        Say("Intake and Sla take requests");
        var scene = new ReprocessScene(postgres, broker, NpgsqlDataSource.Create(postgres.Database("sla")), intake, sla, tickets);
        await scene.PrepareAsync();
        return scene;
    }

    /// <summary>Says where the bench is, so that nobody wonders.</summary>
    public static void Say(string what) => Console.WriteLine($"  {DateTime.UtcNow:HH:mm:ss} {what}");

    /// <summary>The calendar of all tickets, open day and night but for three days that pass before they are due.</summary>
    public Task AnnounceHolidaysAsync() => CalendarAsync([_opened.AddDays(2), _opened.AddDays(3), _opened.AddDays(9)]);

    /// <summary>A job of Sla's from its being asked for to its end.</summary>
    /// <param name="what">Named when it says how far it is.</param>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="InvalidOperationException">It ended otherwise, or nothing of it went on for a minute.</exception>
    public async Task<Job> RunJobAsync(string what, object request)
    {
        var began = Stopwatch.GetTimestamp();
        var id = (await Sla.PostAsync("/api/v1/sla/reprocess", request)).GetProperty("id").GetGuid();
        var (told, moved, last) = (began, began, -1);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await look.WaitForNextTickAsync())
        {
            var job = await Sla.GetAsync($"/api/v1/sla/reprocess/{id}");
            var (state, result) = (job.GetProperty("state").GetString(), job.GetProperty("result"));
            var (scanned, changed, failed) = (result.GetProperty("scanned").GetInt32(), result.GetProperty("changed").GetInt32(), result.GetProperty("failed").GetInt32());
            if (scanned != last) (moved, last) = (Stopwatch.GetTimestamp(), scanned);
            if (state is not ("queued" or "running"))
            {
                if (state != "done" || failed > 0) throw new InvalidOperationException($"The {what} is {state}, {failed} failed.");
                var took = Stopwatch.GetElapsedTime(began);
                Say($"{what}: done in {took.TotalSeconds:0.0} s");
                return new(id, took, changed);
            }

            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(5))
            {
                told = Stopwatch.GetTimestamp();
                Say($"{what}: {scanned} of {result.GetProperty("total").GetInt32()} looked at, {changed} change, {scanned / Stopwatch.GetElapsedTime(began).TotalSeconds:0}/s");
            }

            if (Stopwatch.GetElapsedTime(moved) > s_standsStill)
                throw new InvalidOperationException($"The {what} is {state} and stands at {scanned} looked at, {changed} changed; {(await ProgressAsync()).Unsent} events wait in Sla's outbox.");
        }

        throw new UnreachableException();
    }

    /// <summary>Looks at every ticket: half as opened or answered, a quarter three hours later for the wait, a quarter standing.</summary>
    /// <param name="later">Hours that all are due later than at first.</param>
    public async Task CheckAsync(int later)
    {
        var found = new List<(decimal?, long)>();
        await using var command = Command(Due);
        command.Parameters.AddWithValue("opened", _opened);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add((await reader.IsDBNullAsync(0) ? null : decimal.Round(reader.GetDecimal(0), 6), reader.GetInt64(1)));
        (decimal?, long)[] wanted = [(Hours + later, Tickets / 2), (Hours + later + 3, Tickets / 4), (null, Tickets / 4)];
        if (!found.SequenceEqual(wanted))
            throw new InvalidOperationException($"Due, in hours from the opening: {string.Join(", ", found)}; wanted {string.Join(", ", wanted)}");
    }

    public async ValueTask DisposeAsync()
    {
        Intake.Dispose();
        Sla.Dispose();
        await _database.DisposeAsync();
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    // Nobody else runs here: without saying so the two would keep their events until the others have declared their queues.
    private static Dictionary<string, string?> Settings(string service, string database, TestBroker broker) => new()
    {
        [$"ConnectionStrings:{service}"] = database, ["ConnectionStrings:messaging"] = broker.ConnectionString, ["Intake:Attachments:Directory"] = TestDirectory.Create("bench-files"),
        ["Messaging:AwaitSubscribers:0"] = "intake", ["Messaging:AwaitSubscribers:1"] = "sla",
    };

    private async Task PrepareAsync()
    {
        var customer = await Intake.PostAsync("/api/v1/customers", new { name = "Bench" });
        Contact = (await Intake.PostAsync("/api/v1/contacts", new { customerId = customer.GetProperty("id").GetGuid(), name = "Li", email = "li@example.com" })).GetProperty("id").GetGuid();
        await CalendarAsync([]);
        await Sla.PostAsync("/api/v1/sla/policies", new { name = "mine", calendar = "own", position = 1, rules = new[] { new { name = "all", targets = new { resolution = $"PT{Hours}H" } } } });
        await SeedAsync();
        Say($"{Tickets} tickets are there");
        await RunAsync(Arm);
        var (began, told) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await look.WaitForNextTickAsync())
        {
            var (computed, unsent) = await ProgressAsync();
            if (computed == Tickets && unsent == 0) break;
            if (Stopwatch.GetElapsedTime(told) < TimeSpan.FromSeconds(5)) continue;
            told = Stopwatch.GetTimestamp();
            Say($"clocks of {computed} computed, {unsent} events to be sent");
        }

        Say($"clocks of all computed, stored, armed and told in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        await CheckAsync(0);
        await _postgres.RestAsync("sla");
        Say("vacuumed, and what was written is on the disk");
    }

    private Task<JsonElement> CalendarAsync(IEnumerable<DateTimeOffset> holidays) => Sla.PostAsync(
        "/api/v1/sla/calendars", new { name = "own", timeZone = "UTC", week = s_days.ToDictionary(d => d, _ => s_wholeDay), holidays = holidays.Select(h => $"{h:yyyy-MM-dd}") });

    private async Task SeedAsync()
    {
        var triage = JsonSerializer.Serialize(new
        {
            number = "T-20261122-000001", openedAt = _opened, explanation = "Seeded by the bench",
            traits = new { severity = 3, channel = "portal", workType = "support" },
            terms = new { policy = "mine", policyVersion = 1, rule = "all", calendarVersion = 1 },
        });
        // In the order of their opening, as the product's are.
        var ids = Enumerable.Range(0, Tickets).Select(n => Guid.CreateVersion7(_opened.AddMilliseconds(n))).ToArray();
        await using (var seed = Command(Seed))
        {
            seed.Parameters.Add(new("ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = ids });
            seed.Parameters.AddWithValue("opened", _opened);
            seed.Parameters.AddWithValue("triage", triage);
            await seed.ExecuteNonQueryAsync();
        }

        await RunAsync("ANALYZE tickets, facts");
    }

    private async Task<(long Computed, long Unsent)> ProgressAsync()
    {
        await using var command = Command(Progress);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task RunAsync(string sql)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = _database.CreateCommand(sql);
        command.CommandTimeout = 600;
        if (sql.Contains("@tenant", StringComparison.Ordinal)) command.Parameters.AddWithValue("tenant", Tenant);
        return command;
    }

    /// <param name="Id">Its id.</param>
    /// <param name="Took">From its being asked for to its end.</param>
    /// <param name="Changed">Tickets that got other terms, or would get them.</param>
    internal readonly record struct Job(Guid Id, TimeSpan Took, int Changed);
}
