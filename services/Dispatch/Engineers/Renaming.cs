using Npgsql;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>Open tickets carry the names they are shown with; closed ones keep the names of their time.</summary>
internal static class Renaming
{
    public static Task EngineerAsync(Work work, Engineer engineer, CancellationToken ct) => RunAsync(
        work, "UPDATE tickets SET engineer_name = $3 WHERE tenant = $1 AND engineer_id = $2 AND is_open",
        engineer.Tenant, engineer.Id, engineer.Name, ct);

    public static Task TeamAsync(Work work, Team team, CancellationToken ct) => RunAsync(
        work, "UPDATE tickets SET team_name = $3 WHERE tenant = $1 AND team_id = $2 AND is_open",
        team.Tenant, team.Id, team.Name, ct);

    private static async Task RunAsync(Work work, string sql, string tenant, Guid id, string name, CancellationToken ct)
    {
        await using var update = new NpgsqlCommand(sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = name },
            },
        };
        await update.ExecuteNonQueryAsync(ct);
    }
}
