using Npgsql;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.Ledger;

namespace ServiceMesh.Sla.Tests.Money;

/// <summary>Breaches and entries are evidence: what changes about them lies in rows beside them.</summary>
public sealed class Rows_that_never_change(SlaApp app)
{
    private readonly Ledger _ledger = new(app);

    [Fact]
    public async Task The_database_itself_refuses_to_change_or_delete_a_breach_or_an_entry()
    {
        await _ledger.AgreeAsync(new { clauses = new[] { new { clock = "resolution", percent = 5 } } });
        await app.DeliverAsync(_ledger.Changed(casePrice: 80));
        var ticket = await _ledger.TicketAsync(Monday);
        var credit = (await _ledger.CreditsAsync(c => c.Count == 1))[0]!;
        foreach (var (table, column) in new[] { ("breaches", "due_at = due_at + interval '1 day'"), ("credit_entries", "amount = 0"), ("charge_entries", "kind = 'waived'") })
        {
            Assert.True(await app.CountAsync(table, _ledger.Vendor.Tenant) > 0, $"{table} has a row");
            foreach (var sql in new[] { $"UPDATE {table} SET {column}", $"DELETE FROM {table}" })
            {
                await RefusedAsync($"{sql} WHERE tenant = '{_ledger.Vendor.Tenant}'");
            }

            await RefusedAsync($"TRUNCATE {table}");
        }

        // What later facts show is said beside the row, and by another entry.
        await app.DeliverAsync(_ledger.Vendor.Resolved(ticket, Monday.AddMinutes(40)));
        await _ledger.CreditsAsync(c => c[0]!["state"]!.ToString() == "reversed");
        Assert.Equal(1, await app.CountAsync("breaches", _ledger.Vendor.Tenant));
        var history = (await _ledger.Vendor.GetAsync($"/api/v1/sla/credits/{credit["id"]}")).Body["history"]!.AsArray();
        Assert.Equal(["accrued", "reversed"], history.Select(e => e!["kind"]!.ToString()));
    }

    private async Task RefusedAsync(string sql)
    {
        await using var command = app.Database.CreateCommand(sql);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal((PostgresErrorCodes.RestrictViolation, true), (refusal.SqlState, refusal.MessageText.Contains("never changed", StringComparison.Ordinal)));
    }
}
