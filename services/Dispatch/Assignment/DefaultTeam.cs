using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>The team of a tenant that has made none.</summary>
internal static class DefaultTeam
{
    public const string Name = "Service desk";

    private const string Sql = """
        INSERT INTO teams (id, tenant, name, categories, is_default) VALUES ($1, $2, $3, '{}', true) ON CONFLICT DO NOTHING
        """;

    /// <summary>Makes it at first need. Of several at once one makes it and the others wait for that commit.</summary>
    public static async Task EnsureAsync(Work work, string tenant, CancellationToken ct)
    {
        var team = new Team { Id = Guid.CreateVersion7(), Tenant = tenant, Name = Name, Categories = [], IsDefault = true };
        await using var insert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = team.Id },
                new NpgsqlParameter<string> { TypedValue = team.Tenant },
                new NpgsqlParameter<string> { TypedValue = team.Name },
            },
        };
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
            work.Publish(team.Changed(Actor.System, work.Now));
    }
}
