using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain;

namespace ServiceMesh.Survey.Copies;

/// <summary>Keeps what customers call a brand, and whether anything is sold under it.</summary>
public sealed class OnBrandChanged : IHandle<BrandChanged>
{
    private const string Upsert = """
        INSERT INTO brand_copies AS b (tenant, code, name_zh, name_en, sequence, retired) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, sequence = excluded.sequence, retired = excluded.retired
        WHERE b.sequence < excluded.sequence
        """;

    public async Task HandleAsync(BrandChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.Code }, new() { Value = e.NameZh }, new() { Value = e.NameEn }, new() { Value = e.Stream!.Sequence }, new() { Value = e.Retired } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Keeps which brand a product is sold under.</summary>
public sealed class OnProductChanged : IHandle<ProductChanged>
{
    private const string Upsert = """
        INSERT INTO product_copies AS p (tenant, product_id, brand, sequence) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant, product_id) DO UPDATE SET brand = excluded.brand, sequence = excluded.sequence WHERE p.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ProductChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.ProductId },
                new() { Value = (object?)e.Brand ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = e.Stream!.Sequence },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A name under which the tenant sells some of its products; a retired one counts as none.</summary>
internal sealed record KnownBrand(string Code, LocalText Name)
{
    private const string Called = "SELECT code, name_zh, name_en FROM brand_copies WHERE tenant = $1 AND code = $2 AND NOT retired";

    private const string Find = """
        SELECT b.code, b.name_zh, b.name_en FROM product_copies p JOIN brand_copies b ON b.tenant = p.tenant AND b.code = p.brand AND NOT b.retired WHERE p.tenant = $1 AND p.product_id = $2
        """;

    /// <summary>The product's brand; null when it is sold under the tenant's own name, or none is known.</summary>
    public static async Task<KnownBrand?> OfAsync(string tenant, Guid? product, Work work, CancellationToken ct)
    {
        return product is { } id ? await ReadAsync(Find, tenant, id, work, ct) : null;
    }

    /// <summary>The brand of that code; null when the tenant has none.</summary>
    public static Task<KnownBrand?> CalledAsync(string tenant, string code, Work work, CancellationToken ct) => ReadAsync(Called, tenant, code, work, ct);

    private static async Task<KnownBrand?> ReadAsync(string sql, string tenant, object key, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = key } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new KnownBrand(row.GetString(0), new LocalText(row.GetString(1), row.GetString(2))) : null;
    }
}
