using NodaTime;

namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A ticket as fault statistics keep it. <see cref="Guid.Empty"/> stands for no team and no engineer.</summary>
public sealed record TicketRow
{
    public required Guid TicketId { get; init; }
    public required string Number { get; init; }
    public required bool Support { get; init; }
    public required bool Counted { get; init; }
    public int? Severity { get; init; }

    /// <summary>In which it was opened, in the tenant's zone.</summary>
    public required Month Month { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required long OpenedPosition { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required Guid Team { get; init; }
    public required Guid Engineer { get; init; }
    public Guid? Product { get; init; }
    public Guid? Customer { get; init; }
    public Guid? Contract { get; init; }
    public Guid? Asset { get; init; }
    public string? Module { get; init; }
    public string? Cause { get; init; }
    public string? FaultClass { get; init; }
    public string? Version { get; init; }
    public long? RecoverySeconds { get; init; }

    /// <summary>Seconds by reason.</summary>
    public required IReadOnlyDictionary<string, long> Waits { get; init; }
    public Guid? RepeatOf { get; init; }
    public Guid? CameBackAs { get; init; }

    /// <summary>Asset and fault class: tickets with the same are repairs of the same. Null for maintenance, and what ended without being worked.</summary>
    public (Guid Asset, string FaultClass)? Chain => Support && Counted && Asset is { } asset && FaultClass is { } fault ? (asset, fault) : null;

    public Repair Repair => new(TicketId, OpenedAt, ClosedAt, OpenedPosition);

    public static TicketRow Of(TicketFacts facts, DateTimeZone? zone)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new TicketRow
        {
            TicketId = facts.TicketId, Number = facts.Number, Support = facts.Support, Counted = facts.Counted, Severity = facts.Severity,
            Month = Month.Of(facts.OpenedAt, zone), OpenedAt = facts.OpenedAt, OpenedPosition = facts.OpenedPosition, ResolvedAt = facts.ResolvedAt,
            ClosedAt = facts.ClosedAt, Team = facts.Holder.Team ?? Guid.Empty, Engineer = facts.Holder.Engineer ?? Guid.Empty, Product = facts.ProductId,
            Customer = facts.CustomerId, Contract = facts.ContractId, Asset = facts.AssetId, Module = facts.Module, Cause = facts.Cause,
            FaultClass = facts.FaultClass, Version = facts.Version, RecoverySeconds = facts.RecoverySeconds, Waits = facts.Waits, RepeatOf = facts.RepeatOf,
            CameBackAs = facts.CameBackAs,
        };
    }
}
