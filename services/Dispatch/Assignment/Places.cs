using Npgsql;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Assignment;

/// <summary>
/// Sees to it that choices made at once exceed nobody's places: whoever is to get something is held until the commit, and counted once more when
/// held. Only choices of the same person wait for one another. Nobody is waited for by a work that holds somebody already.
/// </summary>
internal static class Places
{
    private const string Wait = "SELECT true FROM pg_advisory_xact_lock(hashtextextended($1::uuid::text, 7225))";

    private const string Try = "SELECT pg_try_advisory_xact_lock(hashtextextended($1::uuid::text, 7225))";

    private const string Count = $"SELECT in_hand.n FROM (SELECT $2::uuid AS id) e CROSS JOIN LATERAL ({RouterSql.InHand}) in_hand";

    /// <summary>What an engineer has in hand now that he is held; null when somebody else is giving him something at the moment.</summary>
    /// <param name="wait">Waits for that instead.</param>
    public static async Task<InHand?> HoldAsync(Work work, string tenant, Guid engineer, bool wait, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(wait ? Wait : Try) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = engineer } } },
                // A statement of its own: it sees what was committed while the one before waited.
                new NpgsqlBatchCommand(Count) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<Guid> { TypedValue = engineer } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var held = reader.GetBoolean(0);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return held ? Router.InHandOf(reader.GetFieldValue<int[]>(0)) : null;
    }
}
