using System.Text.Json;
using ServiceMesh.Insight.Record.Verification;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

public sealed class TamperingTests(InsightHost insight) : IAsyncLifetime
{
    private readonly string _tenant = InsightHost.NewTenant();
    private int _rows;

    public async ValueTask InitializeAsync()
    {
        var events = Keeper.Tickets(_tenant, 5);
        _rows = events.Length;
        await insight.DeliverAsync(events);
        await insight.CloseTodayAsync(_tenant);
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("data = data || '{\"severity\": 1}'")]
    [InlineData("at = at - interval '1 second'")]
    [InlineData("arrived_at = arrived_at + interval '1 second'")]
    [InlineData("actor_kind = 'integration'")]
    [InlineData("type = 'TicketCancelled'")]
    [InlineData("ticket_id = gen_random_uuid()")]
    [InlineData("trace_id = 'ffffffffffffffffffffffffffffffff'")]
    [InlineData("customer_seal = decode(repeat('ab', 32), 'hex')")]
    public async Task A_changed_row_is_found_and_named(string change)
    {
        var name = (await insight.ColumnAsync("SELECT publisher || '-' || replace(aggregate::text, '-', '') || '-' || sequence FROM timeline WHERE tenant = $1 AND position = 17", _tenant))[0];
        Assert.Equal(1, await insight.TamperAsync(_tenant, $"UPDATE timeline SET {change} WHERE tenant = $1 AND position = 17"));

        var found = (await insight.VerifyAsync(_tenant)).Findings;

        Assert.Contains(found, f => f is { Kind: "changed", Position: 17 } && f.Event == name);
        Assert.All(found, f => Assert.Equal(17, f.Position));
    }

    [Fact]
    public async Task A_row_changed_together_with_its_hash_is_found_too()
    {
        await insight.TamperAsync(_tenant, "UPDATE timeline SET type = 'TicketCancelled', hash = decode(repeat('cd', 32), 'hex') WHERE tenant = $1 AND position = 17");

        // Its own hash does not fit, and the next row does not follow it.
        Assert.Equal([("changed", 17L), ("changed", 18L)], Named(await insight.VerifyAsync(_tenant)));
    }

    [Fact]
    public async Task Removed_rows_are_found_and_named_by_their_streams()
    {
        var names = await insight.ColumnAsync(
            "DELETE FROM timeline WHERE tenant = $1 AND position IN (9, 10, 11) RETURNING publisher || '-' || replace(aggregate::text, '-', '') || '-' || sequence", _tenant);

        var result = await insight.VerifyAsync(_tenant);

        var finding = Assert.Single(result.Findings);
        Assert.Equal(("removed", 9L, 11L), (finding.Kind, finding.Position, finding.Until));
        // Of a stream whose last event is gone nothing is missing by number; the positions say it all the same.
        Assert.All(result.Missing, m => Assert.Contains(m, names));
    }

    [Fact]
    public async Task The_last_rows_cannot_be_removed_unseen_even_with_the_head_set_back()
    {
        await insight.TamperAsync(_tenant, "DELETE FROM timeline WHERE tenant = $1 AND position > 35");
        Assert.Equal([("removed", 36L)], Named(await insight.VerifyAsync(_tenant)));

        await insight.TamperAsync(_tenant, "UPDATE chain_heads h SET position = 35, hash = (SELECT hash FROM timeline WHERE tenant = $1 AND position = 35) WHERE tenant = $1");
        Assert.Contains(("removed", 36L), Named(await insight.VerifyAsync(_tenant)));
    }

    [Fact]
    public async Task A_removed_row_is_found_also_when_the_others_are_renumbered()
    {
        await RemoveAndRenumberAsync("timeline");
        await RemoveAndRenumberAsync("personal");

        Assert.Contains(("removed", 9L), Named(await insight.VerifyAsync(_tenant)));
    }

    [Fact]
    public async Task A_row_put_in_between_is_found_and_named_also_when_the_others_are_renumbered()
    {
        await RenumberAsync("timeline", 20, +1);
        await RenumberAsync("personal", 20, +1);
        await insight.TamperAsync(_tenant, """
            INSERT INTO timeline (publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, data, reassigned, position, arrived_at, hash)
            SELECT publisher, aggregate, 999, tenant, ticket_id, at, day, 'WorkStarted', 'system', '{}', false, 21, arrived_at, hash
            FROM timeline WHERE tenant = $1 AND position = 20
            """);

        var result = await insight.VerifyAsync(_tenant);

        Assert.Contains(result.Findings, f => f is { Kind: "inserted", Position: 21, Type: "WorkStarted" });
        Assert.DoesNotContain(result.Findings, f => f.Kind == "changed");
    }

    [Fact]
    public async Task A_row_outside_the_chain_is_found_and_named()
    {
        await insight.TamperAsync(_tenant, """
            INSERT INTO timeline (publisher, aggregate, sequence, tenant, at, day, type, actor_kind, data, reassigned)
            SELECT 'dispatch', gen_random_uuid(), 1, $1, at, day, 'TicketResolved', 'staff', '{}', false FROM timeline WHERE tenant = $1 AND position = 1
            """);

        var finding = Assert.Single((await insight.VerifyAsync(_tenant)).Findings);
        Assert.Equal(("inserted", "TicketResolved"), (finding.Kind, finding.Type));
    }

    [Fact]
    public async Task A_past_written_anew_to_the_end_is_found_by_the_signed_head()
    {
        await insight.TamperAsync(_tenant, "UPDATE timeline SET type = 'TicketCancelled' WHERE tenant = $1 AND position = 5");
        await ForgeAsync(5);

        var result = await insight.VerifyAsync(_tenant);

        Assert.All(result.Findings, f => Assert.Equal("rewritten", f.Kind));
        Assert.Contains(result.Findings, f => f is { Position: 1 } && f.Until == _rows);
    }

    [Fact]
    public async Task A_signed_head_cannot_be_forged_moved_or_taken_away()
    {
        await insight.TamperAsync(_tenant, "UPDATE day_heads SET position = 3, hash = (SELECT hash FROM timeline WHERE tenant = $1 AND position = 3) WHERE tenant = $1");
        var forged = await insight.VerifyAsync(_tenant);
        Assert.Contains(forged.Findings, f => f.Kind == "head-forged");
        Assert.Contains(forged.Findings, f => f.Kind == "head-wrong");

        await insight.TamperAsync(_tenant, "DELETE FROM day_heads WHERE tenant = $1");
        Assert.Equal("head-removed", Assert.Single((await insight.VerifyAsync(_tenant)).Findings).Kind);
    }

    [Fact]
    public async Task A_copy_outside_the_database_that_is_changed_or_gone_is_missed()
    {
        var copy = Assert.Single(Directory.GetFiles(Path.Combine(insight.HeadsDirectory, _tenant)));
        var text = await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(copy, text.Replace($"\"position\": {_rows}", "\"position\": 1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains((await insight.VerifyAsync(_tenant)).Findings, f => f.Kind == "copy-wrong");

        await File.WriteAllTextAsync(copy, "{", TestContext.Current.CancellationToken);
        Assert.Contains((await insight.VerifyAsync(_tenant)).Findings, f => f.Kind == "copy-wrong");

        File.Delete(copy);
        Assert.Equal("copy-removed", Assert.Single((await insight.VerifyAsync(_tenant)).Findings).Kind);
    }

    [Theory]
    [InlineData("UPDATE personal SET customer = customer || '{\"subject\": \"Nothing\"}' WHERE tenant = $1 AND position = 1", "personal-changed")]
    [InlineData("UPDATE personal SET customer_salt = decode(repeat('00', 16), 'hex') WHERE tenant = $1 AND position = 1", "personal-changed")]
    [InlineData("UPDATE personal SET customer = NULL, customer_salt = NULL WHERE tenant = $1 AND position = 1", "personal-removed")]
    [InlineData("UPDATE personal SET customer = NULL, customer_salt = NULL, erased_at = clock_timestamp() WHERE tenant = $1 AND position = 1", "personal-removed")]
    [InlineData("DELETE FROM personal WHERE tenant = $1 AND position = 1", "personal-removed")]
    public async Task What_lies_beside_a_row_cannot_be_changed_or_taken_away_without_a_request(string sql, string kind)
    {
        Assert.Equal(1, await insight.TamperAsync(_tenant, sql));

        Assert.Equal([(kind, 1L)], Named(await insight.VerifyAsync(_tenant)));
    }

    [Fact]
    public async Task The_job_reports_what_the_command_prints_and_both_fail_on_a_finding()
    {
        await insight.TamperAsync(_tenant, "UPDATE timeline SET type = 'TicketCancelled' WHERE tenant = $1 AND position = 17");

        var result = (await insight.JobAsync(_tenant, "/api/v1/insight/record/verifications")).GetProperty("result");

        Assert.False(result.GetProperty("intact").GetBoolean());
        Assert.Equal(17, result.GetProperty("findings")[0].GetProperty("position").GetInt64());
        var (exit, output) = await CommandAsync();
        Assert.Equal(1, exit);
        var printed = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(_tenant, printed.GetProperty("tenant").GetString());
        Assert.Equal(17, printed.GetProperty("result").GetProperty("findings")[0].GetProperty("position").GetInt64());
    }

    private async Task<(int Exit, string Output)> CommandAsync()
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--verify-record", _tenant])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__insight"] = insight.ConnectionString, ["Record__SigningKey"] = insight.SigningKey, ["Record__HeadsDirectory"] = insight.HeadsDirectory },
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output);
    }

    /// <summary>What somebody with the database, and without the key, would do: recompute every hash from a position on, and the head.</summary>
    private async Task ForgeAsync(long from)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = await insight.Database.OpenConnectionAsync(ct);
        var before = (byte[])(await insight.ScalarAsync($"SELECT hash FROM timeline WHERE tenant = $1 AND position = {from - 1}", _tenant))!;
        var rows = new List<StoredRow>();
        await foreach (var row in StoredRows.ReadAsync(connection, _tenant, from, _rows, ct)) rows.Add(row);
        foreach (var row in rows)
        {
            before = row.Link.Hash(before);
            await insight.TamperAsync(_tenant, $"UPDATE timeline SET hash = decode('{Convert.ToHexString(before)}', 'hex') WHERE tenant = $1 AND position = {row.Link.Position}");
        }
        await insight.TamperAsync(_tenant, $"UPDATE chain_heads SET hash = decode('{Convert.ToHexString(before)}', 'hex') WHERE tenant = $1");
    }

    private async Task RemoveAndRenumberAsync(string table)
    {
        await insight.TamperAsync(_tenant, $"DELETE FROM {table} WHERE tenant = $1 AND position = 9");
        await RenumberAsync(table, 9, -1);
    }

    /// <summary>In two steps, as no two rows may have one position in between.</summary>
    private async Task RenumberAsync(string table, int after, int by)
    {
        await insight.TamperAsync(_tenant, $"UPDATE {table} SET position = -position WHERE tenant = $1 AND position > {after}");
        await insight.TamperAsync(_tenant, $"UPDATE {table} SET position = -position + {by} WHERE tenant = $1 AND position < 0");
    }

    private static (string, long?)[] Named(VerificationResult result) => [.. result.Findings.Select(f => (f.Kind, f.Position)).Distinct()];
}
