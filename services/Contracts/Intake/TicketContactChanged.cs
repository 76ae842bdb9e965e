namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when staff corrected who reported a ticket. It holds the whole state after it. Where the customer is another one, contract, service level and
/// entitlement were looked up anew, as of the day the ticket was opened.
/// </summary>
public sealed record TicketContactChanged : TicketEvent
{
    /// <summary>Who it was taken for before; null when nobody was known.</summary>
    public Guid? PreviousContactId { get; init; }
    public Guid? PreviousCustomerId { get; init; }
    public required Guid ContactId { get; init; }
    public required string ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public required Guid CustomerId { get; init; }
    public required string CustomerName { get; init; }

    /// <summary>BCP 47 tag of the language to use with this contact.</summary>
    public required string Language { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? ContractId { get; init; }
    public string? ServiceLevel { get; init; }

    /// <summary>The words of <see cref="TicketOpened.Entitlement"/>.</summary>
    public required string Entitlement { get; init; }
    public string? Reason { get; init; }
}
