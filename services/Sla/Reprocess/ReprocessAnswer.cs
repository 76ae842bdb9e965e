using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Which open tickets get terms chosen anew by the newest calendars and policies. Exactly one of them is given.</summary>
public sealed record Selection
{
    /// <summary>Tickets on one of these policies, or for which one of them would be chosen now.</summary>
    public IReadOnlyList<string>? Policies { get; init; }

    /// <summary>Tickets with a clock on one of these calendars, or that would have one now.</summary>
    public IReadOnlyList<string>? Calendars { get; init; }

    /// <summary>These tickets, at most 1,000.</summary>
    public IReadOnlyList<Guid>? TicketIds { get; init; }

    /// <summary>True for every open ticket.</summary>
    public bool All { get; init; }

    /// <summary>True if both mean the same, in whatever order they say it.</summary>
    internal bool IsSameAs(Selection other) =>
        All == other.All && Same(Policies, other.Policies) && Same(Calendars, other.Calendars) && Same(TicketIds, other.TicketIds);

    private static bool Same<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) => a is null || b is null ? a is null && b is null : a.ToHashSet().SetEquals(b);
}

/// <summary>What a re-process did to a clock, or would do.</summary>
public enum Effect
{
    /// <summary>It is due as before.</summary>
    Same,

    /// <summary>It is due earlier; of a clock that stands: less is left.</summary>
    Earlier,

    /// <summary>It is due later; of a clock that stands: more is left.</summary>
    Later,

    /// <summary>It is breached, and was not.</summary>
    NewlyBreached,

    /// <summary>The new terms do not promise it, or it stands.</summary>
    NoLongerDue,

    /// <summary>The old terms did not promise it, or it stood.</summary>
    NewlyDue,

    /// <summary>It was breached, and is not by the new terms. The breach that was recorded stays on record.</summary>
    NoLongerBreached,
}

/// <summary>What happened to one clock.</summary>
/// <param name="Clock">Which.</param>
/// <param name="Cycle">Its number.</param>
/// <param name="Effect">What.</param>
/// <param name="OldDueAt">Its due before; null when it had none.</param>
/// <param name="NewDueAt">Its due after; null when it has none.</param>
public sealed record ClockEffect(string Clock, int Cycle, Effect Effect, DateTimeOffset? OldDueAt, DateTimeOffset? NewDueAt);

/// <summary>A ticket of the sample.</summary>
public sealed record SampleTicket(Guid TicketId, string Number, IReadOnlyList<ClockEffect> Clocks);

/// <summary>What came of a re-process so far.</summary>
public sealed record ReprocessResult
{
    /// <summary>Tickets of the tenant, or of those given, that have to be looked at.</summary>
    public int Total { get; init; }

    /// <summary>Tickets that were looked at.</summary>
    public int Scanned { get; init; }

    /// <summary>Open tickets that the selection names: the sum of the changed and the unchanged.</summary>
    public int Concerned { get; init; }

    /// <summary>Those that got other terms, or would get them.</summary>
    public int Changed { get; init; }

    /// <summary>Those whose terms are the newest already.</summary>
    public int Unchanged { get; init; }

    /// <summary>Tickets that ended before their turn came.</summary>
    public int Ended { get; init; }

    /// <summary>Tickets that could not be computed; the log says why.</summary>
    public int Failed { get; init; }

    /// <summary>Clocks that are breached then, and were not.</summary>
    public int NewBreaches => Clocks.GetValueOrDefault(Effect.NewlyBreached);

    /// <summary>Clocks that are breached now, and not by the new terms. Verdicts of clocks that were met stand.</summary>
    public int NoLongerBreached => Clocks.GetValueOrDefault(Effect.NoLongerBreached);

    /// <summary>Clocks of the changed tickets by effect.</summary>
    public IReadOnlyDictionary<Effect, int> Clocks { get; init; } = new Dictionary<Effect, int>();

    /// <summary>
    /// The changed tickets that are hit hardest, at most 20: those that break most promises newly, then those with a clock that is due so much
    /// earlier, then so much later.
    /// </summary>
    public IReadOnlyList<SampleTicket> Sample { get; init; } = [];
}

/// <summary>The newest version of each calendar and policy of a tenant, by name.</summary>
public sealed record Versions(IReadOnlyDictionary<string, int> Calendars, IReadOnlyDictionary<string, int> Policies);

/// <summary>A re-process as the API returns it.</summary>
/// <param name="Id">Its id; of a dry run also what a run names as its preview.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>outdated</c> (ended because calendars or policies were changed meanwhile).</param>
/// <param name="DryRun">True if it only counts and shows.</param>
/// <param name="PreviewId">The dry run that showed what this would do; null for a dry run.</param>
/// <param name="Versions">What it applies; null in jobs from before this was noted.</param>
/// <param name="Selection">Which tickets.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="CreatedBy">Who asked.</param>
/// <param name="StartedAt">When its first chunk began.</param>
/// <param name="FinishedAt">When it was done or cancelled.</param>
/// <param name="CancelledBy">Who cancelled it.</param>
/// <param name="Result">What came of it so far.</param>
public sealed record ReprocessAnswer(
    Guid Id, string State, bool DryRun, Guid? PreviewId, Versions? Versions, Selection Selection, string Reason, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? CancelledBy, ReprocessResult Result)
{
    internal static ReprocessAnswer Of(ReprocessRow row) => new(
        row.Id, row.State, row.DryRun, row.PreviewId, row.Versions is { } versions ? ReprocessStore.Read<Versions>(versions) : null, ReprocessStore.Read<Selection>(row.Selection), row.Reason, row.CreatedAt, row.CreatedBy,
        row.StartedAt, row.FinishedAt, row.CancelledBy, ReprocessStore.Read<ReprocessResult>(row.Result));
}
