using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Insight.Record.Heads;
using ServiceMesh.Insight.Record.Verification;
using ServiceMesh.Testing;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

/// <summary>What the tests of the record do again and again.</summary>
internal static class Keeper
{
    public static Task<VerificationResult> VerifyAsync(this InsightHost insight, string tenant) =>
        insight.Services.GetRequiredService<RecordVerifier>().VerifyAsync(tenant, (_, _, _) => Task.CompletedTask, TestContext.Current.CancellationToken);

    /// <summary>Closes the tenant's days up to today, today included.</summary>
    public static async Task CloseTodayAsync(this InsightHost insight, string tenant)
    {
        var closing = insight.Services.GetRequiredService<DayClosing>();
        var ct = TestContext.Current.CancellationToken;
        await closing.CloseAsync(tenant, DateOnly.FromDateTime((await insight.NowAsync()).AddDays(1)), ct);
        await closing.ExportAsync(ct);
    }

    public static async Task<DateTime> NowAsync(this InsightHost insight) =>
        (DateTime)(await insight.ScalarAsync("SELECT clock_timestamp()"))!;

    /// <summary>Changes the database behind Insight's back; <c>$1</c> is the tenant.</summary>
    public static async Task<int> TamperAsync(this InsightHost insight, string tenant, string sql)
    {
        await using var command = insight.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<object?> ScalarAsync(this InsightHost insight, string sql, string? tenant = null)
    {
        await using var command = insight.Database.CreateCommand(sql);
        if (tenant is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public static async Task<string[]> ColumnAsync(this InsightHost insight, string sql, string tenant)
    {
        await using var command = insight.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) values.Add(reader.GetValue(0).ToString()!);
        return [.. values];
    }

    /// <summary>Asks for a job and waits for its end.</summary>
    public static async Task<JsonElement> JobAsync(this InsightHost insight, string tenant, string path)
    {
        using var client = insight.Client(tenant);
        using var asked = await client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, asked.StatusCode);
        JsonElement job = default;
        await Eventually.Async(async () =>
        {
            job = await client.GetFromJsonAsync<JsonElement>(asked.Headers.Location, TestContext.Current.CancellationToken);
            return job.GetProperty("state").GetString() is "done" or "failed";
        }, TimeSpan.FromSeconds(60), $"the job of {path} ends");
        Assert.Equal("done", job.GetProperty("state").GetString());
        return job;
    }

    /// <summary>Events of <paramref name="tickets"/> tickets, 8 of each.</summary>
    public static Contracts.Event[] Tickets(string tenant, int tickets) =>
        [.. Enumerable.Range(0, tickets).Select(_ => new Story(tenant)).SelectMany(s => new Contracts.Event[]
            { s.Opened(), s.Triaged(), s.Assigned(), s.Delivered(), s.Paused(), s.Breached(), s.Closed(), s.Answered(4) })];
}
