using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Sla.WhatIf;
using Xunit;

namespace ServiceMesh.Sla.Tests.WhatIf;

public sealed class Old_answers(SlaApp app)
{
    private const string Make = """
        WITH made AS (
            INSERT INTO what_ifs (tenant, id, created_at, state, request, position, total, done, counted, ended_at)
            VALUES ($1, gen_random_uuid(), now(), $2, '{}', gen_random_uuid(), 0, 0, 0, $3) RETURNING id)
        INSERT INTO what_if_breaches (tenant, job_id, supposed, ticket_id, clock, cycle, ticket_number, due_at, month, severity, policy, late_wall, late_working)
        SELECT $1, id, true, gen_random_uuid(), 'resolution', n, 'T', now(), '2026-03-01', 1, 'gold', 0, 0 FROM made, generate_series(1, $4) n
        """;

    [Fact]
    public async Task They_are_cleared_away_with_all_their_rows_and_younger_and_running_ones_stay()
    {
        var (vendor, old) = (app.NewVendor(), new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await MakeAsync(vendor, "done", old.AddDays(-1), 6_000);
        await MakeAsync(vendor, "cancelled", old.AddDays(-2), 0);
        await MakeAsync(vendor, "done", old.AddDays(1), 3);
        await MakeAsync(vendor, "running", null, 2);
        await app.Services.GetRequiredService<WhatIfCleaning>().CleanAsync(old, TestContext.Current.CancellationToken);
        Assert.Equal((2L, 5L), (await app.CountAsync("what_ifs", vendor.Tenant), await app.CountAsync("what_if_breaches", vendor.Tenant)));
    }

    private async Task MakeAsync(Vendor vendor, string state, DateTimeOffset? ended, int breaches)
    {
        await using var command = app.Database.CreateCommand(Make);
        command.Parameters.Add(new() { Value = vendor.Tenant });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = (object?)ended ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = breaches });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
