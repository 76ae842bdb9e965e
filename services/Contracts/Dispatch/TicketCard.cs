namespace ServiceMesh.Contracts;

/// <summary>What a reader of an event needs to speak of a ticket: carried so that no service has to ask another.</summary>
public sealed record TicketCard
{
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public required Channel Channel { get; init; }
    public required WorkType WorkType { get; init; }

    /// <summary>1 (critical) to 5 (planning).</summary>
    public required int Severity { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public Guid? CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? ContactId { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }

    /// <summary>BCP 47 tag of the language to use with the contact.</summary>
    public required string Language { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? TeamId { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }

    /// <summary>Counts from 1; a reopening after the warranty window starts the next.</summary>
    public required int Cycle { get; init; }
}
