namespace ServiceMesh.Contracts;

/// <summary>Somebody who is paged, with what it takes to reach them.</summary>
public sealed record PagedPerson
{
    /// <summary>The engineer's id, or the account's for somebody who is no engineer.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account this person signs in with, where known.</summary>
    public Guid? AccountId { get; init; }
    public required string Name { get; init; }

    /// <summary>BCP 47 tag of the language this person reads.</summary>
    public required string Language { get; init; }
    public string? Email { get; init; }

    /// <summary>E.164, for example <c>+8613800000000</c>.</summary>
    public string? Phone { get; init; }

    /// <summary>The channels allowed for pages, the best first, <c>voice</c>, <c>sms</c>, <c>email</c>, <c>in-app</c>; empty: any that reaches.</summary>
    public required IReadOnlyList<string> Channels { get; init; }
}
