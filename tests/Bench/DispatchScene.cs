using System.Globalization;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>How a tenant's people are arranged.</summary>
/// <param name="Places">Cases that somebody works on at a time; null for any number.</param>
internal sealed record Arrangement(string Name, int Teams, int? Places);

/// <summary>Dispatch on a database and a virtual host of its own, with 1,000 engineers of 50 skills, three each, and whoever registers tickets.</summary>
internal sealed class DispatchScene : IAsyncDisposable
{
    public const int People = 1_000;
    public const int Skills = 50;

    private DispatchScene(DurableServer server, string name, ServiceUnderTest dispatch, Openings openings) =>
        (Server, Name, Dispatch, Openings) = (server, name, dispatch, openings);

    public DurableServer Server { get; }

    public string Name { get; }

    public ServiceUnderTest Dispatch { get; }

    public Openings Openings { get; }

    public string Database => Server.Database(Name);

    public Guid[] TeamIds { get; private set; } = [];

    public Guid[] EngineerIds { get; private set; } = [];

    public static async Task<DispatchScene> StartAsync(DurableServer server, string name, Arrangement arrangement)
    {
        var broker = await TestBroker.ConnectAsync();
        var dispatch = await ServiceUnderTest.StartAsync("Dispatch", new Dictionary<string, string?>
        {
            ["ConnectionStrings:dispatch"] = server.Database(name), ["ConnectionStrings:messaging"] = broker, ["Messaging:AwaitSubscribers:0"] = "dispatch",
        });
        var scene = new DispatchScene(server, name, dispatch, await Openings.StartAsync(server.Database(name + "_intake"), broker));
        await scene.PeopleAsync(arrangement.Teams);
        return scene;
    }

    public static string Skill(int i) => $"skill-{i % Skills:00}";

    /// <summary>All say that they are away, or there; nobody is told.</summary>
    public Task SetAllAsync(bool away) => ExecuteAsync($"UPDATE engineers SET presence = {(away ? "'away'" : "NULL")}");

    /// <summary>Sets the places of every team, which has its queue looked through.</summary>
    public Task PlacesAsync(int? places) => Task.WhenAll(TeamIds.Select(team => Dispatch.SendAsync(
        HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { paging = new { }, assignment = new { capacity = places is { } n ? new { @case = n } : null } })));

    /// <summary>Waits until Dispatch has nothing to look through any more.</summary>
    public Task AtRestAsync() => Eventually.Async(
        async () => await CountAsync("SELECT count(*) FROM messaging.timers WHERE kind = 'fill-queue'") == 0, TimeSpan.FromMinutes(10), "no queue is being looked through");

    /// <summary>Fills the queue: a ticket of each skill by the front door while everybody is away, and copies of these.</summary>
    public async Task QueueAsync(int tickets)
    {
        var before = await CountAsync("SELECT count(*) FROM tickets WHERE queued_at IS NOT NULL");
        for (var i = 0; i < Skills; i++) await Openings.OpenAsync(Skill(i));
        await Eventually.Async(async () => await CountAsync("SELECT count(*) FROM tickets WHERE queued_at IS NOT NULL") == before + Skills, TimeSpan.FromSeconds(60), "a ticket of each skill waits");
        await Clones.AddAsync(Database, $"""
            SELECT t, i, k, now() - interval '3 days' * random() AS at
            FROM (SELECT t, row_number() OVER () AS k FROM tickets t WHERE queued_at IS NOT NULL ORDER BY opened_at DESC LIMIT {Skills}) waiting CROSS JOIN generate_series(1, {tickets / Skills - 1}) i
            """, new Dictionary<string, string>
        {
            ["id"] = Clones.Id, ["number"] = "'T-20261121-' || lpad((i * 50 + k)::text, 6, '0')", ["progress_token_hash"] = "md5(random()::text) || md5(random()::text)",
            ["opened_at"] = "at", ["queued_at"] = "at", ["severity"] = "1 + (i % 5)", ["customer_id"] = "gen_random_uuid()",
        });
        await Server.RestAsync(Name);
    }

    public Task ExecuteAsync(string sql) => TimersDatabase.ExecuteAsync(Database, sql);

    public async Task<long> CountAsync(string sql) => Convert.ToInt64(await TimersDatabase.ScalarAsync(Database, sql), CultureInfo.InvariantCulture);

    /// <summary>Rows of two columns.</summary>
    public static async Task<List<(Guid Id, DateTime At)>> TimesAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<(Guid, DateTime)> rows = [];
        while (await reader.ReadAsync()) rows.Add((reader.GetGuid(0), reader.GetDateTime(1)));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Openings.DisposeAsync();
        Dispatch.Dispose();
    }

    private async Task PeopleAsync(int teams)
    {
        for (var i = 0; i < teams; i++)
        {
            var categories = Enumerable.Range(0, Skills).Where(s => s % teams == i).Select(Skill).ToArray();
            TeamIds = [.. TeamIds, (await Dispatch.PostAsync("/api/v1/teams", new { name = $"Team {i:00}", categories })).GetProperty("id").GetGuid()];
        }

        var own = Skills / teams;
        EngineerIds = await Task.WhenAll(Enumerable.Range(0, People).Select(i => Task.Run(async () =>
        {
            // Three of the team's skills, which are those that leave the team's number as a rest.
            var skills = Enumerable.Range(0, 3).Select(k => Skill((i / teams + k) % own * teams + i % teams)).Distinct().ToArray();
            var made = await Dispatch.PostAsync("/api/v1/engineers", new { name = $"Engineer {i:000}", language = "zh-CN", skills, teamIds = new[] { TeamIds[i % teams] } });
            return made.GetProperty("id").GetGuid();
        })));
    }
}
