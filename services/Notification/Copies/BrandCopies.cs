using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Senders;

namespace ServiceMesh.Notification.Copies;

/// <summary>Keeps what customers call a brand, and whether anything is sold under it. The sender of a retired one goes with it.</summary>
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
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.Code }, new() { Value = e.NameZh }, new() { Value = e.NameEn }, new() { Value = TicketCopies.Sequence(e) }, new() { Value = e.Retired } },
        };
        if (await command.ExecuteNonQueryAsync(ct) > 0 && e.Retired) await SenderBook.RemoveAsync(work, e.Tenant, e.Code, ct);
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
                new() { Value = (object?)e.Brand ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = TicketCopies.Sequence(e) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
