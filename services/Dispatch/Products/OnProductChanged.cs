using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Products;

/// <summary>Keeps the copy of products; an older state never replaces a newer one.</summary>
internal sealed class OnProductChanged : IHandle<ProductChanged>
{
    private const string Sql = """
        INSERT INTO products (id, tenant, code, name, sequence, modules) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, sequence = excluded.sequence, modules = excluded.modules
        WHERE products.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ProductChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = e.ProductId },
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<string> { TypedValue = e.Code },
                new NpgsqlParameter<string> { TypedValue = e.Name },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
                new NpgsqlParameter { Value = e.Modules is { } modules ? modules.ToArray() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        await upsert.ExecuteNonQueryAsync(ct);
    }
}
