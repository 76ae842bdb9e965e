using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Announcements;

namespace ServiceMesh.Notification.Notices;

/// <summary>Reads the brand of what a message about no ticket is about.</summary>
internal static class BrandReader
{
    private const string Sold = """
        SELECT DISTINCT b.code, b.name_zh, b.name_en FROM sold s
        LEFT JOIN product_copies p ON p.tenant = $1 AND p.product_id = s.product_id
        LEFT JOIN brand_copies b ON b.tenant = p.tenant AND b.code = p.brand AND NOT b.retired LIMIT 2
        """;

    private const string OfProduct = $"WITH sold AS (SELECT $2::uuid AS product_id) {Sold}";

    /// <summary>The products that are named, else those of the runs.</summary>
    private const string OfCircle = $"""
        WITH sold AS (
            SELECT x AS product_id FROM unnest($2::uuid[]) AS x
            UNION
            SELECT r.product_id FROM run_copies r
            WHERE cardinality($2) = 0 AND r.tenant = $1 AND NOT r.cancelled AND (r.run_id = ANY ($3) OR r.starts_at < $5 AND r.ends_at > $4))
        {Sold}
        """;

    private const string OfSent = """
        SELECT b.code, b.name_zh, b.name_en FROM deliveries d JOIN brand_copies b ON b.tenant = d.tenant AND d.brand IN (b.name_zh, b.name_en)
        WHERE d.tenant = $1 AND d.source = $2 LIMIT 1
        """;

    /// <summary>The brand that a message was sent under, also when it is retired since; null: the tenant's own name, or it is called otherwise by now.</summary>
    public static async Task<KnownBrand?> OfSentAsync(Work work, string tenant, string source, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfSent, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = source });
        return await ReadAsync(command, ct);
    }

    /// <summary>The brand that a product is sold under; null: the tenant's own name.</summary>
    public static async Task<KnownBrand?> OfProductAsync(Work work, string tenant, Guid? product, CancellationToken ct)
    {
        if (product is not { } id) return null;
        await using var command = new NpgsqlCommand(OfProduct, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = id });
        return await ReadAsync(command, ct);
    }

    /// <summary>The one brand of the products, or of the runs of planned maintenance, that an announcement is about; null: several, or none.</summary>
    public static async Task<KnownBrand?> OfCircleAsync(Work work, string tenant, Circle circle, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfCircle, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = circle.ProductIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = circle.RunIds?.ToArray() ?? [], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        foreach (var end in new[] { circle.Window?.From, circle.Window?.To })
            command.Parameters.Add(new() { Value = (object?)end?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return await ReadAsync(command, ct);
    }

    /// <summary>The one brand there is; nothing under a brand makes a row too.</summary>
    private static async Task<KnownBrand?> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var brands = new List<KnownBrand?>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) brands.Add(row.IsDBNull(0) ? null : new KnownBrand(row.GetString(0), row.GetString(1), row.GetString(2)));
        return KnownBrand.Common(brands);
    }
}
