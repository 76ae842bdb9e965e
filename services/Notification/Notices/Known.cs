using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Notices;

/// <summary>A person to tell.</summary>
/// <param name="Wants">What they set; null when they never set anything.</param>
public sealed record Person(string Audience, string? Name, string? Email, string? Language, Preferences? Wants = null)
{
    private static readonly JsonSerializerOptions s_rows = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>A person's row, as PostgreSQL's <c>row_to_json</c> writes it.</summary>
    public static Preferences? Read(string? row) => row is null ? null : JsonSerializer.Deserialize<Preferences>(row, s_rows);
}

/// <summary>The ticket as this service knows it.</summary>
/// <param name="Severity">1 to 5; null before its first assignment.</param>
public sealed record KnownTicket(
    string Number, string Subject, string? CustomerName, Person Contact, string? SealedProgressToken, Person? Engineer, string State, int? Severity, string Channel)
{
    /// <summary>Whether the customer speaks with us in an IM platform.</summary>
    public bool ByIm => Channel == nameof(Contracts.Channel.Im);
}

/// <summary>How the tenant speaks to its customers.</summary>
public sealed record KnownTenant(string Brand, IReadOnlyList<string> Languages, string TimeZone)
{
    /// <summary>Until the tenant's own data have arrived.</summary>
    public static KnownTenant Unknown { get; } = new("ServiceMesh", ["en"], "Etc/UTC");
}

/// <summary>All that a notice may need, read in one round trip.</summary>
/// <param name="Ticket">Null when neither its opening nor an assignment has arrived.</param>
/// <param name="Role">The active accounts with the role asked for.</param>
/// <param name="Watchers">Staff who asked to hear of this ticket.</param>
/// <param name="Endpoints">The tenant's webhook endpoints that want this event.</param>
public sealed record Known(
    KnownTicket? Ticket, KnownTenant Tenant, IReadOnlyList<Person> Role, IReadOnlyList<Person> Watchers, IReadOnlyList<Guid> Endpoints, TenantSettings Settings);
