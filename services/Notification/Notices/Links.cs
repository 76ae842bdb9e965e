using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Notices;

/// <summary>Addresses that messages point to, and the ticket they speak of.</summary>
internal static class Links
{
    /// <summary>The customer's progress page; the token follows.</summary>
    public const string Progress = "/p";

    /// <summary>The survey's page; the token follows.</summary>
    public const string Survey = "/s";

    /// <summary>The page where a paged person takes the ticket on; the token follows.</summary>
    public const string Acknowledge = "/a";

    /// <summary>The webhook endpoints in the Desk.</summary>
    public const string Endpoints = "/messages/webhooks";

    /// <summary>How the services do, in the Desk.</summary>
    public const string Operations = "/admin";

    /// <summary>The board in the Desk.</summary>
    public const string Board = "/";

    /// <summary>The ticket in the Desk.</summary>
    public static string Ticket(TicketEvent e) => Ticket(e.TicketId!.Value);

    /// <inheritdoc cref="Ticket(TicketEvent)" />
    public static string Ticket(Guid ticket) => $"/tickets/{ticket}";

    /// <summary>An engineer's profile in the Desk.</summary>
    public static string Engineer(Guid engineer) => $"/people/engineers/{engineer}";

    /// <summary>A run of planned maintenance in the Desk.</summary>
    public static string Run(Guid run) => $"/maintenance/runs/{run}";

    /// <summary>The ticket, once its opening has arrived: before, nobody can be told about it properly.</summary>
    public static KnownTicket Opened(Known known, TicketEvent e) =>
        known.Ticket is { SealedProgressToken: not null } ticket ? ticket : throw new NotYetException($"The opening of ticket {e.TicketId} has not arrived yet.");
}
