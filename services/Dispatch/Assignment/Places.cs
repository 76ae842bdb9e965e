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
    private const string Wait = "SELECT pg_advisory_xact_lock(hashtextextended(id::text, 7225)) FROM unnest($1) id";

    private const string Try = "SELECT id FROM unnest($1) id WHERE pg_try_advisory_xact_lock(hashtextextended(id::text, 7225))";

    private const string Count = $"SELECT e.id, in_hand.n FROM unnest($2) e (id) CROSS JOIN LATERAL ({RouterSql.InHand}) in_hand";

    /// <summary>What each of these has in hand now that they are held; without those whom somebody else is giving something at the moment.</summary>
    /// <param name="wait">Waits for them instead.</param>
    public static async Task<IReadOnlyDictionary<Guid, InHand>> HoldAsync(Work work, string tenant, Guid[] engineers, bool wait, CancellationToken ct)
    {
        var all = new NpgsqlParameter<Guid[]> { TypedValue = engineers };
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(wait ? Wait : Try) { Parameters = { all } },
                // A statement of its own: it sees what was committed while the one before waited.
                new NpgsqlBatchCommand(Count) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<Guid[]> { TypedValue = engineers } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        HashSet<Guid> held = wait ? [.. engineers] : [];
        while (await reader.ReadAsync(ct))
            if (!wait) held.Add(reader.GetGuid(0));
        await reader.NextResultAsync(ct);
        Dictionary<Guid, InHand> inHand = [];
        while (await reader.ReadAsync(ct))
            if (held.Contains(reader.GetGuid(0))) inHand[reader.GetGuid(0)] = Router.InHandOf(reader.GetFieldValue<int[]>(1));
        return inHand;
    }
}
