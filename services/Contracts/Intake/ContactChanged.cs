namespace ServiceMesh.Contracts;

/// <summary>Published by Intake with a contact's whole state when it is created or changed.</summary>
public sealed record ContactChanged : Event
{
    public required Guid ContactId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Name { get; init; }
    public string? Email { get; init; }

    /// <summary>E.164 numbers.</summary>
    public required IReadOnlyList<string> Phones { get; init; }

    /// <summary>BCP 47 tag of the language this person reads.</summary>
    public required string Language { get; init; }

    public override Guid AggregateId => ContactId;
}
