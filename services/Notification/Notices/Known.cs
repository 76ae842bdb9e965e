namespace ServiceMesh.Notification.Notices;

/// <summary>A person to tell.</summary>
public sealed record Person(string Audience, string? Name, string? Email, string? Language);

/// <summary>The ticket as this service knows it.</summary>
public sealed record KnownTicket(
    string Number, string Subject, string? CustomerName, Person Contact, string? SealedProgressToken, Person? Engineer, string State);

/// <summary>How the tenant speaks to its customers.</summary>
public sealed record KnownTenant(string Brand, IReadOnlyList<string> Languages, string TimeZone)
{
    /// <summary>Until the tenant's own data have arrived.</summary>
    public static KnownTenant Unknown { get; } = new("ServiceMesh", ["en"], "Etc/UTC");
}

/// <summary>All that a notice may need, read in one round trip.</summary>
/// <param name="Ticket">Null when neither its opening nor an assignment has arrived.</param>
/// <param name="Role">The active accounts with the role asked for.</param>
/// <param name="Endpoints">The tenant's webhook endpoints that want this event.</param>
public sealed record Known(KnownTicket? Ticket, KnownTenant Tenant, IReadOnlyList<Person> Role, IReadOnlyList<Guid> Endpoints);
