using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What policies look at. A re-triage that changes none of it changes no promise.</summary>
/// <param name="ServiceLevel">The contract's service level; null without a contract.</param>
/// <param name="Severity">1 (critical) to 5 (planning).</param>
/// <param name="Channel">The way it came in.</param>
/// <param name="WorkType">Support or maintenance.</param>
/// <param name="ContractId">The contract; null without one.</param>
/// <param name="ProductId">The product; null when it is not known.</param>
public sealed record TicketTraits(string? ServiceLevel, int Severity, Channel Channel, WorkType WorkType, Guid? ContractId = null, Guid? ProductId = null);
