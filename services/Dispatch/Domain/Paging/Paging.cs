namespace ServiceMesh.Dispatch.Domain.Paging;

/// <summary>How far a paging is.</summary>
public enum PagingState
{
    /// <summary>Somebody is paged and has until <see cref="Paging.NextAt"/>.</summary>
    Active,
    Acknowledged,

    /// <summary>No longer needed: the ticket was solved or withdrawn, or its clock met.</summary>
    Stopped,

    /// <summary>The last step passed, or nobody could be reached.</summary>
    Unanswered,
}

/// <summary>Somebody who may be paged.</summary>
/// <param name="Id">The engineer's id, else the account's.</param>
/// <param name="Channels">Wanted ones, the best first; empty for any.</param>
public sealed record Responder(
    Guid Id, Guid? AccountId, string Name, string Language, string? Email, string? Phone, IReadOnlyList<string> Channels)
{
    /// <summary>Whether there is a way to wake this person: an address or a number.</summary>
    public bool Reachable => !string.IsNullOrWhiteSpace(Email) || !string.IsNullOrWhiteSpace(Phone);
}

/// <summary>What asks for somebody.</summary>
/// <param name="Key">Unique for what happened: the same never pages twice.</param>
/// <param name="Target">Where the ladder is entered, see <see cref="Targets"/>; null for its beginning, or for the next step of one that goes on.</param>
/// <param name="Level">From 1; 0 by hand.</param>
/// <param name="Clock">Null by hand.</param>
public sealed record Alarm(string Key, string? Target, int Level, string? Clock, string? Reason, DateTimeOffset? DueAt);

/// <summary>
/// People are told one step after another until somebody acknowledges. A ticket has one such paging at a time: what escalates
/// meanwhile joins it.
/// </summary>
public sealed record Paging
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid TeamId { get; init; }
    public required int Cycle { get; init; }

    /// <summary>The keys of all alarms that it answers.</summary>
    public required string[] Alarms { get; init; }

    /// <summary>Of the latest alarm that moved it.</summary>
    public required int Level { get; init; }
    public string? Clock { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Its steps.</summary>
    public required string[] Ladder { get; init; }

    /// <summary>From 1; 0 before the first.</summary>
    public required int Step { get; init; }

    /// <summary>How often the step's people were reminded.</summary>
    public required int Reminder { get; init; }

    /// <summary>Reminders of a step before the next.</summary>
    public required int Reminders { get; init; }

    /// <summary>Minutes before each reminder, and after the last.</summary>
    public required int Minutes { get; init; }
    public required PagingState State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it goes on unless somebody acknowledges; null when it is over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Notices so far.</summary>
    public required int Pages { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who acknowledged, or in a word what ended it.</summary>
    public string? EndedBy { get; init; }

    /// <summary><c>desk</c> or <c>link</c>; null unless acknowledged.</summary>
    public string? EndedVia { get; init; }

    /// <summary>Whether people are called because nobody has the ticket: what is escalated by hand has a reason, what a clock escalates a level.</summary>
    public bool IsOfQueue => this is { Level: 0, Reason: null };
}

/// <summary>One person told, or not: who cannot be reached is recorded and not tried again.</summary>
public sealed record Page(Guid Id, int Step, string Target, int Reminder, Responder Person, DateTimeOffset At, DateTimeOffset AckUntil);

/// <summary>What became of a paging.</summary>
public sealed record PagingMove(Paging Paging, IReadOnlyList<Page> Pages)
{
    /// <summary>The last step has passed just now.</summary>
    public bool Ended => Paging.State == PagingState.Unanswered;
}
