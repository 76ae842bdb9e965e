using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Tenants;

/// <summary>A copy of the zone in which a tenant's days begin.</summary>
public sealed class TenantRow
{
    public required string Tenant { get; init; }
    public required string Zone { get; init; }
    public required long Sequence { get; init; }
}

/// <summary>The tenant's zone; UTC until the gateway has told it.</summary>
internal static class TenantZone
{
    public static async Task<DateTimeZone> OfAsync(DispatchDb db, string tenant, CancellationToken ct) =>
        Of(await db.Tenants.Where(t => t.Tenant == tenant).Select(t => t.Zone).SingleOrDefaultAsync(ct));

    public static DateTimeZone Of(string? zone) => (zone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)) ?? DateTimeZone.Utc;

    public static async Task<DateOnly> TodayAsync(DispatchDb db, string tenant, DateTimeOffset now, CancellationToken ct) =>
        Today(await OfAsync(db, tenant, ct), now);

    public static DateOnly Today(DateTimeZone zone, DateTimeOffset now) => Instant.FromDateTimeOffset(now).InZone(zone).Date.ToDateOnly();
}

/// <summary>Keeps the copy; an older state never replaces a newer one.</summary>
internal sealed class OnTenantChanged : IHandle<TenantChanged>
{
    private const string Sql = """
        INSERT INTO tenants (tenant, zone, sequence) VALUES ($1, $2, $3)
        ON CONFLICT (tenant) DO UPDATE SET zone = excluded.zone, sequence = excluded.sequence WHERE tenants.sequence < excluded.sequence
        """;

    public async Task HandleAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<string> { TypedValue = e.TimeZone },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
            },
        };
        await upsert.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<TenantRow>
{
    public void Configure(EntityTypeBuilder<TenantRow> t)
    {
        t.ToTable("tenants");
        t.HasKey(x => x.Tenant);
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.Zone).HasColumnName("zone");
        t.Property(x => x.Sequence).HasColumnName("sequence");
    }
}
