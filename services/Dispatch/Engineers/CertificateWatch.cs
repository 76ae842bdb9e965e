using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>A notice that was given: none is given twice.</summary>
public sealed class CertificateNoticeRow
{
    public required string Tenant { get; init; }
    public required Guid EngineerId { get; init; }
    public required string Certificate { get; init; }
    public required DateOnly ValidUntil { get; init; }
    public required bool Expired { get; init; }
}

/// <summary>Warns 30 days before a certificate ends, and tells when it has ended.</summary>
internal sealed class CertificateWatch : ITimerHandler
{
    public const string Kind = "certificate";

    private const string Sql = """
        INSERT INTO certificate_notices (tenant, engineer_id, certificate, valid_until, expired) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """;

    /// <summary>Looks after an engineer's certificates, beginning at once.</summary>
    public static void Arm(Work work, Engineer engineer)
    {
        if (engineer.Profile?.Certificates.Any(c => c.ValidUntil is not null) == true)
            work.Arm(new TimerRequest(Kind, engineer.Id.ToString(), work.Now, engineer.Tenant));
        else work.Cancel(Kind, engineer.Id.ToString());
    }

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.Parse(t.Key);
        var db = work.Db<DispatchDb>();
        var engineer = await db.Engineers.AsNoTracking().Include(e => e.Teams).SingleOrDefaultAsync(e => e.Tenant == t.Tenant && e.Id == id, ct);
        if (engineer?.Profile is not { } profile) return;
        var zone = await TenantZone.OfAsync(db, t.Tenant, ct);
        var today = Instant.FromDateTimeOffset(work.Now).InZone(zone).Date;
        if (engineer.Active)
            foreach (var notice in CertificateNotices.Due(profile.Certificates, today))
                await TellAsync(work, engineer, notice, ct);
        if (CertificateNotices.Next(profile.Certificates, today) is { } next)
            work.Arm(new TimerRequest(Kind, t.Key, zone.AtStartOfDay(next).ToInstant().ToDateTimeOffset(), t.Tenant));
    }

    private static async Task TellAsync(Work work, Engineer engineer, CertificateNotice notice, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = engineer.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = engineer.Id },
                new NpgsqlParameter<string> { TypedValue = notice.Certificate },
                new NpgsqlParameter<DateOnly> { TypedValue = notice.ValidUntil },
                new NpgsqlParameter<bool> { TypedValue = notice.Expired },
            },
        };
        if (await insert.ExecuteNonQueryAsync(ct) == 0) return;
        work.Publish(new CertificateExpiring
        {
            Tenant = engineer.Tenant, OccurredAt = work.Now, EngineerId = engineer.Id, EngineerName = engineer.Name, EngineerEmail = engineer.Email,
            Certificate = notice.Certificate, ValidUntil = notice.ValidUntil, Expired = notice.Expired, TeamIds = [.. engineer.Teams.Select(m => m.TeamId)],
        });
    }
}

internal sealed class CertificateNoticeConfiguration : IEntityTypeConfiguration<CertificateNoticeRow>
{
    public void Configure(EntityTypeBuilder<CertificateNoticeRow> t)
    {
        t.ToTable("certificate_notices");
        t.HasKey(x => new { x.EngineerId, x.Certificate, x.ValidUntil, x.Expired });
        t.Property(x => x.Tenant).HasColumnName("tenant");
        t.Property(x => x.EngineerId).HasColumnName("engineer_id");
        t.Property(x => x.Certificate).HasColumnName("certificate");
        t.Property(x => x.ValidUntil).HasColumnName("valid_until");
        t.Property(x => x.Expired).HasColumnName("expired");
        t.HasOne<Engineer>().WithMany().HasForeignKey(x => x.EngineerId);
    }
}
