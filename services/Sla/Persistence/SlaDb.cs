using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Sla.Persistence;

/// <summary>Sla's database. Clocks are kept by plain SQL (TicketStore); calendars and policies are read through here.</summary>
public sealed class SlaDb(DbContextOptions<SlaDb> options) : DbContext(options)
{
    public DbSet<CalendarRow> Calendars => Set<CalendarRow>();

    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

    public DbSet<ReprocessRow> Reprocesses => Set<ReprocessRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<TenantRow>(modelBuilder, "tenants", t => t.HasKey(r => r.Tenant));
        Map<CalendarRow>(modelBuilder, "calendars", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Name, r.Version });
            t.Property(r => r.Definition).HasColumnType("jsonb");
            t.Property(r => r.Told).HasDefaultValue(false);
        });
        Map<PolicyRow>(modelBuilder, "policies", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Name, r.Version });
            t.Property(r => r.Definition).HasColumnType("jsonb");
        });
        Map<TicketRow>(modelBuilder, "tickets", t => t.HasKey(r => new { r.Tenant, r.TicketId }));
        Map<FactRow>(modelBuilder, "facts", t =>
        {
            t.HasKey(r => new { r.Tenant, r.TicketId, r.At, r.Kind, r.Detail });
            t.Property(r => r.Data).HasColumnType("jsonb");
        });
        Map<ReprocessRow>(modelBuilder, "reprocess_jobs", t =>
        {
            t.HasKey(r => new { r.Tenant, r.Id });
            t.Property(r => r.Selection).HasColumnType("jsonb");
            t.Property(r => r.Result).HasColumnType("jsonb");
            t.Property(r => r.Versions).HasColumnType("jsonb");
            t.Property(r => r.Waiting).HasDefaultValueSql("'{}'::uuid[]");
        });
        Map<ReprocessedTicketRow>(modelBuilder, "reprocess_tickets", t =>
        {
            t.HasKey(r => new { r.Tenant, r.JobId, r.TicketId });
            t.Property(r => r.Effects).HasColumnType("jsonb");
        });
        Map<LevelRow>(modelBuilder, "levels", t => t.HasKey(r => new { r.Tenant, r.TicketId, r.Clock, r.Cycle, r.Threshold }));
        modelBuilder.MapMoney();
    }

    internal static void Map<TRow>(ModelBuilder model, string table, Action<EntityTypeBuilder<TRow>> configure)
        where TRow : class
    {
        var entity = model.Entity<TRow>().ToTable(table);
        configure(entity);
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(string.Concat(property.Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")));
        }
    }
}
