namespace ServiceMesh.Desk;

/// <summary>A list as every service answers it; <paramref name="Next"/> is the cursor of what follows, or null.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>What an answer says when only its success matters.</summary>
public sealed record Accepted(Guid? Id = null);

public sealed record CreatedTicket(Guid Id, string Number, string? ProgressUrl);

/// <summary>Something with an id and a name: a customer, a product, a team.</summary>
public sealed record Named(Guid Id, string? Name)
{
    public string? Code { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Language { get; init; }
    public Guid? CustomerId { get; init; }

    /// <summary>A product's brand, by its code.</summary>
    public string? Brand { get; init; }
    public string? Number { get; init; }
    public string? SerialNumber { get; init; }

    /// <summary>Where equipment stands.</summary>
    public string? Location { get; init; }
    public string? ServiceLevel { get; init; }
}

/// <summary>A product with the names of its modules.</summary>
public sealed record ProductShape(Guid Id, string Name, IReadOnlyList<string>? Modules, string? Code = null)
{
    public IReadOnlyList<VersionShape> Versions { get; init; } = [];
}

/// <summary>A version of a product.</summary>
/// <param name="EndOfSupport">Its last day of support; null while none is known.</param>
public sealed record VersionShape(string Name, DateOnly? EndOfSupport);

public sealed record NumberedShape(Guid Id, string Number);

public sealed record BothLanguages(string Zh, string En);
