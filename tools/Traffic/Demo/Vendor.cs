using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>The vendor as it is in the system: made, or found from the time before.</summary>
public sealed class Vendor : IDisposable
{
    public required VendorBook Book { get; init; }

    /// <summary>A client that may do everything, for what no person does.</summary>
    public required GatewayClient Gateway { get; init; }
    public required IReadOnlyDictionary<string, Guid> Products { get; init; }
    /// <summary>What customers have, by customer and the product's code.</summary>
    public required IReadOnlyDictionary<(Guid Customer, string Product), Guid> Assets { get; init; }
    public required IReadOnlyDictionary<string, Guid> Teams { get; init; }
    public required IReadOnlyList<CustomerContact> Contacts { get; init; }

    /// <summary>Engineers by their id in dispatch.</summary>
    public required IReadOnlyDictionary<Guid, Persona> Engineers { get; init; }
    public required IReadOnlyList<Persona> Agents { get; init; }
    public required IReadOnlyList<Persona> Dispatchers { get; init; }
    public required ChannelAccess Im { get; init; }
    public required ChannelAccess Telephone { get; init; }

    /// <summary>The web chat on the vendor's own site.</summary>
    public required ChannelAccess Chat { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var person in Engineers.Values.Concat(Agents).Concat(Dispatchers).Distinct()) person.Dispose();
        Gateway.Dispose();
    }
}

/// <summary>A contact with the customer it belongs to.</summary>
public sealed record CustomerContact(Guid Id, ContactEntry Entry, CustomerEntry Customer, Guid CustomerId);
