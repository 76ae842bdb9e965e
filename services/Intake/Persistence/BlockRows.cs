using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Persistence;

/// <summary>An entry of the block list; one that was removed stays, with who removed it.</summary>
public sealed class BlockedSenderRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required BlockKind Kind { get; init; }

    /// <summary>See <see cref="BlockRule.Normalise"/>.</summary>
    public required string Value { get; init; }
    public required string Reason { get; init; }

    /// <summary>Only there; null for every channel.</summary>
    public Guid? ChannelId { get; init; }
    public DateTimeOffset? Until { get; init; }
    public required string AddedBy { get; init; }
    public string? AddedById { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
    public string? RemovedBy { get; set; }
    public string? RemovedById { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>Somebody who was turned away.</summary>
public sealed class BlockedAttemptRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid ChannelId { get; init; }
    public required string ExternalId { get; init; }

    /// <summary>All zeros for a number that the channel itself was set up with.</summary>
    public required Guid EntryId { get; init; }
    public required string Sender { get; set; }
    public string? Text { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Whom the tenant turns away, and who tried.</summary>
internal static class BlockModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<BlockedSenderRow>(t =>
        {
            t.ToTable("blocked_senders");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.Tenant, x.Value }).HasFilter("removed_at IS NULL");
        });
        model.Entity<BlockedAttemptRow>(t =>
        {
            t.ToTable("blocked_attempts");
            t.HasKey(x => new { x.Tenant, x.Id });
            t.HasIndex(x => new { x.ChannelId, x.ExternalId }).IsUnique();
            t.HasIndex(x => new { x.Tenant, x.EntryId });
            t.HasIndex(x => new { x.ChannelId, x.At });
        });
    }
}
