namespace ServiceMesh.Contracts;

/// <summary>What a reader of an event needs to speak of a maintenance run: carried so that no service has to ask another.</summary>
public sealed record MaintenanceRunCard
{
    public required Guid RunId { get; init; }
    public required Guid PlanId { get; init; }
    public required string PlanName { get; init; }
    public required MaintenanceKind Kind { get; init; }
    public required Guid ContractId { get; init; }
    public required string ContractNumber { get; init; }
    public required Guid CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>The day it was planned for, in <see cref="Zone"/>; with the plan it names the run, wherever its window was moved.</summary>
    public required DateOnly OccursOn { get; init; }

    /// <summary>The window's beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The window's end, which is not part of it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>IANA name of the customer's zone, in which the window was planned.</summary>
    public required string Zone { get; init; }

    /// <summary>Until when it must be completed, evidence included; exactly then is in time.</summary>
    public required DateTimeOffset DueAt { get; init; }
    public required MaintenanceCover Cover { get; init; }

    /// <summary>The due instant that passed without completion; it stays, wherever the run is moved afterwards. Null while none did.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public string? EngineerEmail { get; init; }
    public string? EngineerLanguage { get; init; }
}
