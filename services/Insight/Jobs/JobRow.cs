using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ServiceMesh.Insight.Jobs;

/// <summary>Work of minutes that somebody asked for, with its progress.</summary>
public sealed class JobRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }

    /// <summary><c>verify</c> or <c>rebuild</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about: a read model's name; empty when the whole record.</summary>
    public required string Target { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Events done.</summary>
    public required long Done { get; init; }

    /// <summary>Events to do, as far as known.</summary>
    public required long Total { get; init; }

    /// <summary>JSON; null before the end.</summary>
    public string? Result { get; init; }

    /// <summary>The account's or key's id; null for the service itself.</summary>
    public string? RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Last sign of the instance that does it.</summary>
    public DateTimeOffset? AliveAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    internal static void Map(EntityTypeBuilder<JobRow> row)
    {
        row.ToTable("jobs").HasKey(r => new { r.Tenant, r.Id }).HasName("jobs_pkey");
        row.Property(r => r.Tenant).HasColumnName("tenant");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Kind).HasColumnName("kind");
        row.Property(r => r.Target).HasColumnName("target");
        row.Property(r => r.State).HasColumnName("state");
        row.Property(r => r.Done).HasColumnName("done");
        row.Property(r => r.Total).HasColumnName("total");
        row.Property(r => r.Result).HasColumnName("result").HasColumnType("jsonb");
        row.Property(r => r.RequestedBy).HasColumnName("requested_by");
        row.Property(r => r.RequestedAt).HasColumnName("requested_at");
        row.Property(r => r.StartedAt).HasColumnName("started_at");
        row.Property(r => r.AliveAt).HasColumnName("alive_at");
        row.Property(r => r.EndedAt).HasColumnName("ended_at");
        // One of a kind at a time: a second request joins the first.
        row.HasIndex(r => new { r.Tenant, r.Kind, r.Target }).IsUnique().HasDatabaseName("jobs_under_way").HasFilter("state IN ('queued', 'running')");
    }
}
