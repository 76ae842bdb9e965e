namespace ServiceMesh.Intake.Domain;

/// <summary>What becomes of a customer's message.</summary>
public enum MessageRoute
{
    /// <summary>It joins the ticket.</summary>
    Join,

    /// <summary>It joins the ticket and asks to reopen it.</summary>
    JoinAndReopen,

    /// <summary>The ticket is over: a new one is needed, linked to the old.</summary>
    NewTicket,
}

/// <summary>What a customer may do with a ticket now.</summary>
/// <param name="Reply">Write into it.</param>
/// <param name="Close">Say that it is done.</param>
/// <param name="Reopen">Say that it is not solved.</param>
/// <param name="Until">Until when a closed ticket can be reopened; null while it is not closed, and once that time is over.</param>
public sealed record CustomerMay(bool Reply, bool Close, bool Reopen, DateTimeOffset? Until);

/// <summary>Where a customer's message goes, by the state of the ticket it belongs to.</summary>
public static class ConversationRule
{
    /// <summary>How long after its closing a ticket can be reopened by writing into it, unless the tenant says otherwise.</summary>
    public static readonly TimeSpan ReopenWindow = TimeSpan.FromDays(7);

    /// <summary>How long after its closing a ticket's progress link works.</summary>
    public static readonly TimeSpan ProgressWindow = TimeSpan.FromDays(30);

    /// <summary>Decides for a message at <paramref name="now"/>; exactly at the end of the window it still reopens.</summary>
    public static MessageRoute Decide(TicketState state, DateTimeOffset? closedAt, DateTimeOffset now, TimeSpan window) => state switch
    {
        TicketState.Open => MessageRoute.Join,
        TicketState.Resolved => MessageRoute.JoinAndReopen,
        TicketState.Closed when closedAt is { } at && now - at <= window => MessageRoute.JoinAndReopen,
        TicketState.Closed or TicketState.Cancelled => MessageRoute.NewTicket,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>What the customer may do at <paramref name="now"/>: what <see cref="Decide"/> would let pass.</summary>
    public static CustomerMay MayDo(TicketState state, DateTimeOffset? closedAt, DateTimeOffset now, TimeSpan window)
    {
        var route = Decide(state, closedAt, now, window);
        return new(
            route != MessageRoute.NewTicket, state is TicketState.Open or TicketState.Resolved, route == MessageRoute.JoinAndReopen,
            route == MessageRoute.JoinAndReopen ? closedAt + window : null);
    }

    /// <summary>Whether the ticket's progress link still works: at least as long as the ticket can be reopened.</summary>
    public static bool LinkWorks(TicketState state, DateTimeOffset? closedAt, DateTimeOffset now, TimeSpan window) =>
        state is TicketState.Open or TicketState.Resolved || (closedAt is { } at && now - at <= (window > ProgressWindow ? window : ProgressWindow));
}
