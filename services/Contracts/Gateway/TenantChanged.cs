namespace ServiceMesh.Contracts;

/// <summary>Published by the gateway with a tenant's whole state when it is created or changed.</summary>
public sealed record TenantChanged : Event
{
    public required Guid TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>IANA zone of the tenant's dates, daily counts and reports.</summary>
    public required string TimeZone { get; init; }

    /// <summary>BCP 47 language tags, the default first, for example <c>zh-CN</c>, <c>en</c>.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The name customers know, used in mails and on customers' pages.</summary>
    public required string Brand { get; init; }

    public override Guid AggregateId => TenantId;
}
