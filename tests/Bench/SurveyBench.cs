using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// The page behind a survey's link: what looking and answering commit, and how many looks a second beside a bare endpoint that runs the same
/// statement and sends as many bytes. Each alone, with its broker away, on a PostgreSQL of the bench's own; the blocks of both alternate.
/// </summary>
internal static class SurveyBench
{
    private const int Connections = 32;
    private const int Looks = 6000;
    private const int Answers = 1000;

    private const string Seed = """
        INSERT INTO surveys (id, tenant, ticket_id, cycle, number, subject, contact, language, card, token_hash, state, sent_at, expires_at, closed_sequence, channel)
        SELECT gen_random_uuid(), 'default', gen_random_uuid(), 1, 'T-20261122-' || lpad(n::text, 6, '0'), 'The invoice printer does not print', n::text, 'en', $2,
            encode(sha256(convert_to('survey-bench-' || lpad(n::text, 19, '0'), 'UTF8')), 'hex'), 'open', now(), now() + interval '14 days', 1, 'email'
        FROM generate_series(0, $1 - 1) n;
        """;

    private const string SeedLinks = "INSERT INTO survey_links (token_hash, tenant, survey_id, channel, created_at) SELECT token_hash, tenant, id, channel, sent_at FROM surveys";

    private const string SeedTenant = "INSERT INTO tenant_copies (tenant, brand, languages, sequence, time_zone) VALUES ('default', 'Vendor', '{en,zh-CN}', 1, 'Asia/Shanghai')";

    public static async Task RunAsync(int pairs)
    {
        await using var server = await TestPostgres.StartAsync();
        var database = await Block.PrepareAsync(server.ConnectionString, "survey");
        using var survey = await ServiceUnderTest.StartAsync("Survey", new Dictionary<string, string?> { ["ConnectionStrings:survey"] = database, ["Messaging:Transport"] = "none" });
        var seeded = Answers * (pairs + 1);
        await SeedAsync(database, seeded);
        var page = await survey.Client.GetByteArrayAsync(Path(0));
        using var bare = await SurveyBare.StartAsync(database, page.Length);

        Console.WriteLine($"survey page of {page.Length} bytes, {seeded} open surveys: {Connections} connections, {Looks} looks a block, {pairs} pairs of blocks after a warm-up");
        Func<int, HttpRequestMessage> look = n => new HttpRequestMessage(HttpMethod.Get, Path(n % seeded));
        foreach (var client in new[] { survey.Client, bare.Client })
            await Block.RunAsync(client, server.ConnectionString, Connections, Looks, look);
        List<(Block Ours, Block Bare)> measured = [];
        for (var pair = 0; pair < pairs; pair++)
            measured.Add((await Block.RunAsync(survey.Client, server.ConnectionString, Connections, Looks, look), await Block.RunAsync(bare.Client, server.ConnectionString, Connections, Looks, look)));
        Print("GET", [.. measured.Select(m => m.Ours)]);
        Print("GET, bare endpoint", [.. measured.Select(m => m.Bare)]);
        Console.WriteLine($"  ratio of looks a second, median of pairs: {measured.Select(m => m.Ours.PerSecond / m.Bare.PerSecond).Order().ElementAt(pairs / 2):0.00} (goal >= 0.8)");
        Print("GET, one at a time", [await Block.RunAsync(survey.Client, server.ConnectionString, 1, Looks / 4, look)]);

        var answered = 0;
        List<Block> answers = [];
        for (var block = 0; block <= pairs; block++)
        {
            var from = answered;
            answers.Add(await Block.RunAsync(survey.Client, server.ConnectionString, Connections, Answers, n => new HttpRequestMessage(HttpMethod.Post, Path(from + n))
            {
                Content = new FormUrlEncodedContent([new("score", "5"), new("solved", "yes"), new("comment", "Quick and kind")]),
            }));
            answered += Answers;
        }
        Print("POST", [.. answers.Skip(1)]);
    }

    private static void Print(string what, IReadOnlyList<Block> blocks)
    {
        var median = blocks.OrderBy(b => b.PerSecond).ElementAt(blocks.Count / 2);
        Console.WriteLine(
            $"  {what,-20} {median.PerSecond,6:0} /s   p50 {median.P50,6:0.00} ms   p99 {median.P99,6:0.0} ms   p99.9 {blocks.Max(b => b.P999),6:0.0} ms   commits/request {blocks.Average(b => b.Commits):0.000}");
    }

    private static string Path(int n) => $"/s/survey-bench-{n:d19}";

    private static async Task SeedAsync(string database, int surveys)
    {
        var card = new TicketCard
        {
            Number = "T-20261122-000001", Subject = "The invoice printer does not print", Channel = Channel.Portal, WorkType = WorkType.Support, Severity = 3,
            OpenedAt = TimeProvider.System.GetUtcNow(), CustomerName = "Huaxin Textiles", ContactName = "Li Wei", ContactEmail = "wei@example.com", Language = "en", Cycle = 1,
        };
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using (var seed = new NpgsqlCommand(Seed, connection) { Parameters = { new() { Value = surveys }, new() { Value = JsonSerializer.Serialize(card, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb } } })
            await seed.ExecuteNonQueryAsync();
        foreach (var sql in new[] { SeedLinks, SeedTenant, "ANALYZE surveys, survey_links" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
