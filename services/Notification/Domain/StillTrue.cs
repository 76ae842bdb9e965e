namespace ServiceMesh.Notification.Domain;

/// <summary>What is known at the moment of sending.</summary>
/// <param name="TicketState">The ticket's state here; null when the message is about no known ticket.</param>
/// <param name="EngineerEmail">The present engineer's address, as the ticket was assigned.</param>
public sealed record Present(string? TicketState, string? EngineerEmail, DateTimeOffset Now)
{
    /// <summary>The present engineer's own address, which may have changed since the ticket was assigned.</summary>
    public string? EngineerNow { get; init; }

    /// <summary>How the ticket's clocks stand (<see cref="ClockNews"/>), when that was told after the message was made; null: nothing newer is known.</summary>
    public IReadOnlyList<string>? Clocks { get; init; }

    /// <summary>The clocks that the message speaks of; null: none.</summary>
    public string? Named { get; init; }

    /// <summary>The cycle of the clock that it speaks of; null: any.</summary>
    public string? Cycle { get; init; }
}

/// <summary>Decides whether a message that had to wait still says something true.</summary>
public static class StillTrue
{
    /// <param name="recipient">The address of the person told; null for a group.</param>
    public static bool Of(string template, string audience, string? recipient, DateTimeOffset? validUntil, Present present)
    {
        ArgumentNullException.ThrowIfNull(present);
        if (validUntil is { } end && present.Now >= end) return false;
        var over = present.TicketState is TicketStates.Closed or TicketStates.Cancelled or TicketStates.Merged;
        var atWork = !over && present.TicketState != TicketStates.Resolved;
        return template switch
        {
            Template.SlaWarned => atWork && Owned(audience, recipient, present) && Stands(present, ClockNews.Running),
            Template.RequestEscalated => atWork && Stands(present, ClockNews.Running, ClockNews.Breached),
            Template.SlaEscalated => !over && Stands(present, ClockNews.Running, ClockNews.Breached),
            // Also one that was kept late was missed.
            Template.SlaBreached => !over && Owned(audience, recipient, present) && Stands(present, ClockNews.Breached, ClockNews.MetLate),
            Template.TicketWaiting => atWork,
            Template.TicketReopened => atWork && Owned(audience, recipient, present),
            Template.OnCallPaged or Template.EscalationUnanswered or Template.TicketOffered or Template.VisitScheduled or Template.TicketEscalated => !over,
            Template.CustomerReplied or Template.TicketAssigned => !over && Owned(audience, recipient, present),
            _ => true,
        };
    }

    /// <summary>What is for the engineer of the ticket is for nobody who had it before.</summary>
    private static bool Owned(string audience, string? recipient, Present present) =>
        audience != Audience.Engineer || recipient is null || Same(present.EngineerEmail, recipient) || Same(present.EngineerNow, recipient);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool Stands(Present present, params ReadOnlySpan<string> states) =>
        present.Clocks is not { } clocks || present.Named is not { } named || ClockNews.AnyIs(clocks, named, present.Cycle, states);
}

/// <summary>As much of a ticket's state as notices need.</summary>
public static class TicketStates
{
    public const string Open = "open";
    public const string Resolved = "resolved";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    /// <summary>Another ticket goes on for it.</summary>
    public const string Merged = "merged";
}
