using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Domain;

/// <summary>Whoever reports, as far as no contact is known for it.</summary>
public sealed record Reporter(string? Name, string? Email, string? Phone, string? Language);

/// <summary>A ticket that is to be registered: checked for form, not yet for what it refers to.</summary>
public sealed record TicketDraft
{
    /// <summary>The ticket there is already, where what it refers to is decided anew; null for a new one.</summary>
    public Guid? TicketId { get; init; }
    public required string Tenant { get; init; }
    public required Channel Channel { get; init; }
    public required string Subject { get; init; }
    public required Actor By { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public TicketKind Kind { get; init; } = TicketKind.Request;
    public WorkType WorkType { get; init; } = WorkType.Support;

    /// <summary>What somebody chose it to be; null when nobody said.</summary>
    public WorkType? ChosenWorkType { get; init; }
    public string? Text { get; init; }
    public string? Category { get; init; }
    public Level? Impact { get; init; }
    public Level? Urgency { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? ProductId { get; init; }

    /// <summary>The name of one of the product's modules; null for none.</summary>
    public string? Module { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>The contract that was named; without a customer, contact or asset it also says whose ticket it is.</summary>
    public Guid? ContractId { get; init; }
    public Reporter? Reporter { get; init; }

    /// <summary>True for customers: what is not their own organisation's is unknown to them.</summary>
    public bool OnlyOwn { get; init; }
    public Guid? ChannelId { get; init; }
    public string? ConversationId { get; init; }
    public Guid? CallId { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The engineer who answered the call.</summary>
    public Guid? AnsweredById { get; init; }
    public string? ExternalReference { get; init; }
    public Guid? LinkedTicketId { get; init; }

    /// <summary>Whether somebody has to come to the customer for it.</summary>
    public bool NeedsVisit { get; init; }

    /// <summary>The key of the class of request, and its filled form; null for none.</summary>
    public string? RequestClass { get; init; }
    public Dictionary<string, string>? Form { get; init; }
}

/// <summary>What a draft refers to, as found in the database. Null where it names nothing or nothing was found.</summary>
public sealed record TicketReferences
{
    public required TenantProfile Profile { get; init; }
    public CustomerRef? Customer { get; init; }
    public ContactRef? Contact { get; init; }
    public ProductRef? Product { get; init; }
    public AssetRef? Asset { get; init; }

    /// <summary>Whose contract the named one is.</summary>
    public Guid? ContractCustomerId { get; init; }
    public IReadOnlyList<ContractTerms> Contracts { get; init; } = [];
}

public sealed record CustomerRef(Guid Id, string Name);

public sealed record ContactRef(Guid Id, Guid CustomerId, string Name, string? Email, string Language);

public sealed record ProductRef(Guid Id, string Name, IReadOnlyList<string> Modules);

public sealed record AssetRef(Guid Id, Guid CustomerId, Guid ProductId, string? Version = null)
{
    /// <summary>The last day on which the installed version is supported; null where the product says nothing of it.</summary>
    public DateOnly? SupportedUntil { get; init; }
}
