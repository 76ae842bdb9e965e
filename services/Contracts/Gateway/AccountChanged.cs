namespace ServiceMesh.Contracts;

/// <summary>Published by the gateway with an account's whole state when it is created or changed.</summary>
public sealed record AccountChanged : Event
{
    public required Guid AccountId { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>BCP 47 tag of the language this person reads.</summary>
    public required string Language { get; init; }

    /// <summary>The contact a customer's account acts for; null for staff.</summary>
    public Guid? ContactId { get; init; }
    public required bool Active { get; init; }

    public override Guid AggregateId => AccountId;
}
