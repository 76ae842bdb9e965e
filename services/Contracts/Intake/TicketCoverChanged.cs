namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when staff said which asset or contract a ticket is about. It holds the whole state after it; what the contract covers was decided anew, as of
/// the day the ticket was opened.
/// </summary>
public sealed record TicketCoverChanged : TicketEvent
{
    /// <summary>What it stood for before; null for none.</summary>
    public Guid? PreviousAssetId { get; init; }
    public Guid? PreviousContractId { get; init; }

    /// <summary>The words of <see cref="TicketOpened.Entitlement"/>.</summary>
    public required string PreviousEntitlement { get; init; }

    /// <summary>Whose it is: where nobody was known, the owner of the asset or contract.</summary>
    public Guid? CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>The asset's serial number, for people who read it; null without an asset.</summary>
    public string? SerialNumber { get; init; }
    public Guid? ProductId { get; init; }
    public string? ProductName { get; init; }

    /// <summary>The version installed on the asset; null when it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>The contract that covers it; null when none does.</summary>
    public Guid? ContractId { get; init; }
    public string? ContractNumber { get; init; }
    public string? ServiceLevel { get; init; }

    /// <summary>The words of <see cref="TicketOpened.Entitlement"/>.</summary>
    public required string Entitlement { get; init; }
    public string? Reason { get; init; }
}
