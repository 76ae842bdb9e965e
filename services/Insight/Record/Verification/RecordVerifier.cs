using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Record.Heads;

namespace ServiceMesh.Insight.Record.Verification;

/// <summary>
/// Verifies a tenant's record against itself, its signed heads, and their copies outside the database, while events keep coming: it goes as far
/// as the record went when it began.
/// </summary>
public sealed class RecordVerifier(NpgsqlDataSource database, HeadKeys keys, HeadFiles files)
{
    private const int Chunk = 5_000;

    private const string ReadHead = "SELECT position, hash FROM chain_heads WHERE tenant = $1";

    private const string ReadHeads = "SELECT day, position, hash, signed_at, key_id, signature, exported_at FROM day_heads WHERE tenant = $1 ORDER BY day";

    private const string Outside = "SELECT publisher, aggregate, sequence, type, ticket_id FROM timeline WHERE tenant = $1 AND position IS NULL LIMIT 100";

    private const string MissingInStreams = """
        SELECT s.publisher, s.aggregate, n
        FROM (SELECT publisher, aggregate, max(sequence) AS last FROM timeline WHERE tenant = $1 GROUP BY 1, 2 HAVING max(sequence) <> count(*)) s
        CROSS JOIN LATERAL generate_series(1, s.last) AS n
        WHERE NOT EXISTS (SELECT FROM timeline t WHERE t.publisher = s.publisher AND t.aggregate = s.aggregate AND t.sequence = n)
        ORDER BY 1, 2, 3 LIMIT 100
        """;

    /// <summary>Verifies; <paramref name="progress"/> is told the position reached and the last one.</summary>
    public async Task<VerificationResult> VerifyAsync(string tenant, Func<long, long, CancellationToken, Task> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await using var connection = await database.OpenConnectionAsync(ct);
        // Before the head is read: what is closed later is compared next time.
        var (heads, findings) = await HeadsAsync(tenant, connection, ct);
        var (head, hash) = await HeadAsync(tenant, connection, ct);
        var signed = heads.Where(h => h.Position <= head).GroupBy(h => h.Position)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<(DateOnly, byte[])>)[.. g.Select(h => (h.Day, h.Hash)).DistinctBy(h => Convert.ToHexString(h.Hash))]);
        var check = new ChainCheck(head, signed, await ErasuresAsync(tenant, connection, ct));
        for (var from = 1L; from <= head; from += Chunk)
        {
            await foreach (var row in StoredRows.ReadAsync(connection, tenant, from, Math.Min(from + Chunk - 1, head), ct)) check.Next(row);
            await progress(Math.Min(from + Chunk - 1, head), head, ct);
        }
        check.End();
        if (check.Last == head && hash is not null && check.Hash is { } last && !last.AsSpan().SequenceEqual(hash)) check.Add(new Finding("head-wrong", head));
        foreach (var finding in findings) check.Add(finding);
        foreach (var beyond in heads.Where(h => h.Position > head)) check.Add(new Finding("removed", head + 1, beyond.Position, Day: beyond.Day));
        foreach (var outside in await OutsideAsync(tenant, connection, ct)) check.Add(outside);
        return new VerificationResult(
            check.Found == 0, head, hash is null ? null : Convert.ToHexStringLower(hash), check.Checked, check.Erased, heads.Count,
            heads.Select(h => h.Position).DefaultIfEmpty().Max() + 1, check.Found, check.Findings,
            check.Removed ? await MissingAsync(tenant, connection, ct) : []);
    }

    /// <summary>Heads whose signature holds, from the database and from the copies, and what is wrong with the others.</summary>
    private async Task<(IReadOnlyList<SignedHead> Heads, IReadOnlyList<Finding> Findings)> HeadsAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        var findings = new List<Finding>();
        var heads = new List<SignedHead>();
        var rows = await RowsAsync(tenant, connection, ct);
        foreach (var row in rows.Values)
        {
            if (Check(new SignedHead(tenant, row.Day, row.Position, row.Hash), row.KeyId, row.Signature, "head-forged") is { } sound) heads.Add(sound);
        }
        var copies = new HashSet<DateOnly>();
        foreach (var (name, copy) in await files.ReadAsync(tenant, ct))
        {
            if (copy is null || copy.Tenant != tenant || !TryHex(copy.Hash, out var hash) || !TryBase64(copy.Signature, out var signature))
            {
                findings.Add(new Finding("copy-wrong", Event: name));
                continue;
            }
            copies.Add(copy.Day);
            if (Check(new SignedHead(tenant, copy.Day, copy.Position, hash), copy.KeyId, signature, "copy-wrong") is not { } sound) continue;
            if (!rows.TryGetValue(copy.Day, out var row)) findings.Add(new Finding("head-removed", copy.Position, Day: copy.Day));
            else if (row.Position != copy.Position || !row.Hash.AsSpan().SequenceEqual(hash)) findings.Add(new Finding("head-wrong", copy.Position, Day: copy.Day));
            heads.Add(sound);
        }
        if (files.Exist) findings.AddRange(rows.Values.Where(r => r.ExportedAt is not null && !copies.Contains(r.Day)).Select(r => new Finding("copy-removed", r.Position, Day: r.Day)));
        return (heads, findings);

        SignedHead? Check(SignedHead head, string keyId, byte[] signature, string forged)
        {
            var holds = keys.Verify(head, keyId, signature);
            if (holds == true) return head;
            findings.Add(new Finding(holds is null ? "head-unknown-key" : forged, head.Position, Day: head.Day));
            return null;
        }
    }

    private static async Task<Dictionary<DateOnly, DayHeadRow>> RowsAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(ReadHeads, tenant, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new Dictionary<DateOnly, DayHeadRow>();
        while (await reader.ReadAsync(ct))
        {
            rows[reader.GetFieldValue<DateOnly>(0)] = new DayHeadRow
            {
                Tenant = tenant,
                Day = reader.GetFieldValue<DateOnly>(0),
                Position = reader.GetInt64(1),
                Hash = reader.GetFieldValue<byte[]>(2),
                SignedAt = reader.GetFieldValue<DateTimeOffset>(3),
                KeyId = reader.GetString(4),
                Signature = reader.GetFieldValue<byte[]>(5),
                ExportedAt = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
            };
        }
        return rows;
    }

    private static async Task<(long Position, byte[]? Hash)> HeadAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(ReadHead, tenant, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, null);
    }

    private static async Task<HashSet<DateTimeOffset>> ErasuresAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command("SELECT at FROM erasures WHERE tenant = $1", tenant, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var times = new HashSet<DateTimeOffset>();
        while (await reader.ReadAsync(ct)) times.Add(reader.GetFieldValue<DateTimeOffset>(0));
        return times;
    }

    private static async Task<List<Finding>> OutsideAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(Outside, tenant, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Finding>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new Finding(
                "inserted", null, null, Chain.EventId(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2)), reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4)));
        }
        return rows;
    }

    private static async Task<List<string>> MissingAsync(string tenant, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = Command(MissingInStreams, tenant, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<string>();
        while (await reader.ReadAsync(ct)) events.Add(Chain.EventId(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2)));
        return events;
    }

    private static NpgsqlCommand Command(string sql, string tenant, NpgsqlConnection connection) =>
        new(sql, connection) { CommandTimeout = 0, Parameters = { new NpgsqlParameter<string> { TypedValue = tenant } } };

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = text.Length == Chain.HashLength * 2 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
        return bytes.Length > 0;
    }

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var known = Convert.TryFromBase64String(text, bytes, out var written);
        bytes = bytes[..written];
        return known;
    }
}
