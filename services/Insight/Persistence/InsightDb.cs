using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Record;
using ServiceMesh.Insight.Record.Erasure;
using ServiceMesh.Insight.Record.Heads;

namespace ServiceMesh.Insight.Persistence;

/// <summary>Insight's own database: read through here, written by SQL in batches.</summary>
public sealed class InsightDb(DbContextOptions<InsightDb> options) : DbContext(options)
{
    public DbSet<TimelineRow> Timeline => Set<TimelineRow>();
    public DbSet<DailyCountRow> DailyCounts => Set<DailyCountRow>();
    public DbSet<TenantRow> Tenants => Set<TenantRow>();
    public DbSet<PersonalRow> Personal => Set<PersonalRow>();
    public DbSet<ChainHeadRow> ChainHeads => Set<ChainHeadRow>();
    public DbSet<DayHeadRow> DayHeads => Set<DayHeadRow>();
    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();
    public DbSet<JobRow> Jobs => Set<JobRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<TimelineRow>(MapTimeline);
        modelBuilder.Entity<DailyCountRow>(MapDailyCounts);
        modelBuilder.Entity<TenantRow>(MapTenants);
        modelBuilder.Entity<StreamGapRow>(MapGaps);
        modelBuilder.Entity<EngineRow>(EngineRow.Map);
        modelBuilder.Entity<PersonalRow>(PersonalRow.Map);
        modelBuilder.Entity<ChainHeadRow>(ChainHeadRow.Map);
        modelBuilder.Entity<DayHeadRow>(DayHeadRow.Map);
        modelBuilder.Entity<ErasureRow>(ErasureRow.Map);
        modelBuilder.Entity<JobRow>(JobRow.Map);
        modelBuilder.Entity<ProjectionRow>(ProjectionRow.Map);
    }

    private static void MapTimeline(EntityTypeBuilder<TimelineRow> row)
    {
        row.ToTable("timeline").HasKey(r => new { r.Publisher, r.Aggregate, r.Sequence }).HasName("timeline_pkey");
        row.Property(r => r.Publisher).HasColumnName("publisher");
        row.Property(r => r.Aggregate).HasColumnName("aggregate");
        row.Property(r => r.Sequence).HasColumnName("sequence");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TicketId).HasColumnName("ticket_id");
        row.Property(r => r.At).HasColumnName("at");
        row.Property(r => r.Day).HasColumnName("day");
        row.Property(r => r.Type).HasColumnName("type");
        row.Property(r => r.ActorKind).HasColumnName("actor_kind");
        row.Property(r => r.ActorId).HasColumnName("actor_id");
        row.Property(r => r.ActorName).HasColumnName("actor_name");
        row.Property(r => r.Data).HasColumnName("data").HasColumnType("jsonb");
        row.Property(r => r.TraceId).HasColumnName("trace_id");
        row.Property(r => r.Reassigned).HasColumnName("reassigned");
        row.Property(r => r.Position).HasColumnName("position");
        row.Property(r => r.ArrivedAt).HasColumnName("arrived_at");
        row.Property(r => r.Hash).HasColumnName("hash");
        row.Property(r => r.CustomerSeal).HasColumnName("customer_seal");
        row.Property(r => r.StaffSeal).HasColumnName("staff_seal");
        // Partial, so that making it over a table of old rows is one look at each and no more.
        row.HasIndex(r => new { r.Tenant, r.Position }).IsUnique().HasDatabaseName("timeline_by_position").HasFilter("position IS NOT NULL");
        row.HasIndex(r => new { r.Tenant, r.TicketId, r.At, r.Publisher, r.Sequence })
            .HasDatabaseName("timeline_of_ticket").HasFilter("ticket_id IS NOT NULL");
        row.HasIndex(r => new { r.Tenant, r.Day, r.Type, r.Reassigned }).HasDatabaseName("timeline_by_day");
    }

    private static void MapDailyCounts(EntityTypeBuilder<DailyCountRow> row)
    {
        row.ToTable("daily_counts").HasKey(r => new { r.Tenant, r.Day }).HasName("daily_counts_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Day).HasColumnName("day");
        row.Property(r => r.Opened).HasColumnName("opened");
        row.Property(r => r.Triaged).HasColumnName("triaged");
        row.Property(r => r.Assigned).HasColumnName("assigned");
        row.Property(r => r.Reassigned).HasColumnName("reassigned");
        row.Property(r => r.Paused).HasColumnName("paused");
        row.Property(r => r.Resolved).HasColumnName("resolved");
        row.Property(r => r.Reopened).HasColumnName("reopened");
        row.Property(r => r.Closed).HasColumnName("closed");
        row.Property(r => r.Breached).HasColumnName("breached");
        row.Property(r => r.SurveysAnswered).HasColumnName("surveys_answered");
        row.Property(r => r.ScoreSum).HasColumnName("score_sum");
    }

    private static void MapTenants(EntityTypeBuilder<TenantRow> row)
    {
        row.ToTable("tenants").HasKey(r => r.Tenant).HasName("tenants_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.TimeZone).HasColumnName("time_zone");
        row.Property(r => r.Sequence).HasColumnName("sequence");
    }

    private static void MapGaps(EntityTypeBuilder<StreamGapRow> row)
    {
        row.ToTable("stream_gaps").HasKey(r => new { r.Publisher, r.Aggregate }).HasName("stream_gaps_pkey");
        row.Property(r => r.Publisher).HasColumnName("publisher");
        row.Property(r => r.Aggregate).HasColumnName("aggregate");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Since).HasColumnName("since");
        row.Property(r => r.ReportedAt).HasColumnName("reported_at");
    }
}
