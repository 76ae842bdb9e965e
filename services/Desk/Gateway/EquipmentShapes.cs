namespace ServiceMesh.Desk;

/// <summary>A thing that a customer bought, as Intake keeps it.</summary>
/// <param name="Version">The version installed.</param>
/// <param name="Location">Where it stands.</param>
public sealed record AssetShape(
    Guid Id, Guid CustomerId, Guid ProductId, string SerialNumber, string? Name, string? Version, string? Location = null, string? CustomerName = null, string? ProductName = null);

/// <summary>A ticket about an asset.</summary>
public sealed record AssetTicketShape(Guid Id, string Number, string Subject, string State, DateTimeOffset OpenedAt);
