namespace ServiceMesh.Notification.Domain;

/// <summary>What is known at the moment of sending.</summary>
/// <param name="TicketState">The ticket's state here; null when the message is about no known ticket.</param>
/// <param name="EngineerEmail">The present engineer's address.</param>
public sealed record Present(string? TicketState, string? EngineerEmail, DateTimeOffset Now);

/// <summary>Decides whether a message that had to wait still says something true.</summary>
public static class StillTrue
{
    /// <param name="recipient">The address of the person told; null for a group.</param>
    public static bool Of(string template, string audience, string? recipient, DateTimeOffset? validUntil, Present present)
    {
        ArgumentNullException.ThrowIfNull(present);
        if (validUntil is { } end && present.Now >= end) return false;
        var over = present.TicketState is TicketStates.Closed or TicketStates.Cancelled;
        return template switch
        {
            Template.SlaWarned or Template.TicketWaiting or Template.RequestEscalated => !over && present.TicketState != TicketStates.Resolved,
            Template.OnCallPaged or Template.EscalationUnanswered or Template.TicketOffered or Template.VisitScheduled or Template.TicketEscalated or Template.CustomerReplied => !over,
            Template.TicketAssigned => !over
                && (audience != Audience.Engineer || recipient is null || string.Equals(present.EngineerEmail, recipient, StringComparison.OrdinalIgnoreCase)),
            _ => true,
        };
    }
}

/// <summary>As much of a ticket's state as notices need.</summary>
public static class TicketStates
{
    public const string Open = "open";
    public const string Resolved = "resolved";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";
}
