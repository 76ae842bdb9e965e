using System.Text.Json;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Domain.Policies;
using ServiceMesh.Sla.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>A fact as it lies in the database.</summary>
/// <param name="At">When it happened (UTC, whole microseconds).</param>
/// <param name="Kind">One of <see cref="FactKinds"/>.</param>
/// <param name="Detail">Tells apart facts of one kind at one instant.</param>
/// <param name="Sequence">Its place in its publisher's stream; 0 when unknown.</param>
/// <param name="Data">JSON that some kinds have.</param>
public sealed record StoredFact(DateTimeOffset At, string Kind, string Detail, long Sequence, string? Data)
{
    /// <summary>Takes a fact from an event.</summary>
    public static StoredFact Of(TicketEvent e, string kind, string detail = "", object? data = null) => new(
        Micros(e.OccurredAt), kind, detail, e.Stream?.Sequence ?? 0, data is null ? null : JsonSerializer.Serialize(data, EventJson.Options));

    /// <summary>True if both tell the same.</summary>
    public bool IsSameAs(StoredFact other) => At == other.At && Kind == other.Kind && Detail == other.Detail;

    /// <summary>The data read as <typeparamref name="T"/>.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Data ?? "null", EventJson.Options) ?? throw new InvalidOperationException($"A fact {Kind} without data.");

    // PostgreSQL keeps microseconds: what is computed now must be what is computed from the rows later.
    private static DateTimeOffset Micros(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>What is stored with a triage.</summary>
public sealed record TriageData
{
    public required string Number { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public required TicketTraits Traits { get; init; }

    /// <summary>The team that has it; null when none does, or in facts from before it was told.</summary>
    public string? Team { get; init; }

    /// <summary>Who in the team.</summary>
    public AssignData? Owner { get; init; }

    /// <summary>What was promised; null when nothing was.</summary>
    public TermsReference? Terms { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Explanation { get; init; }
}

/// <summary>What is stored with a pause.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Previous">The reason that it replaces.</param>
public sealed record PauseData(string Reason, string? Previous);

/// <summary>What is stored with an acknowledgement, which in facts from before it was told is the clock as detail only.</summary>
/// <param name="Clock">The clock whose ladder ends.</param>
/// <param name="Run">Its service cycle, or the number of its run if it recurs.</param>
public sealed record AcknowledgeData(string Clock, int Run);

/// <summary>What is stored with a reopening; nothing in facts from before it was told.</summary>
/// <param name="NewCycle">True if it began a new service cycle.</param>
public sealed record ReopenData(bool NewCycle);

/// <summary>What is stored with a merge.</summary>
/// <param name="Into">The ticket that goes on.</param>
/// <param name="Number">Its number.</param>
public sealed record MergeData(Guid Into, string Number);

/// <summary>The kinds of facts.</summary>
public static class FactKinds
{
    public const string Triaged = "triaged";
    public const string AgentMessage = "agentMessage";
    public const string CustomerMessage = "customerMessage";
    public const string CallAnswered = "callAnswered";
    public const string FixPlan = "fixPlan";
    public const string RemoteSession = "remoteSession";
    public const string Arrived = "arrived";
    public const string WorkStarted = "workStarted";
    public const string Assigned = "assigned";
    public const string Acknowledged = "acknowledged";
    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string Resolved = "resolved";
    public const string Reopened = "reopened";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    /// <summary>It became part of another ticket, which its detail names; its data is a <see cref="MergeData"/>.</summary>
    public const string Merged = "merged";

    /// <summary>That was taken back.</summary>
    public const string Unmerged = "unmerged";

    /// <summary>A re-process chose terms anew; its detail names the re-process, its data is a <see cref="TriageData"/>.</summary>
    public const string Reprocessed = "reprocessed";
}

/// <summary>Turns stored facts into the engine's.</summary>
public static class FactReader
{
    /// <summary>All facts of a ticket; a triage also tells of the opening and of a call answered with it.</summary>
    public static async Task<List<Fact>> ReadAsync(IEnumerable<StoredFact> stored, TermsBook book, Work work, CancellationToken ct)
    {
        var facts = new List<Fact>();
        var all = stored.ToList();
        foreach (var fact in all)
        {
            if (fact.Kind == FactKinds.Reprocessed)
            {
                if (StillHolds(fact, all))
                {
                    var chosen = fact.Read<TriageData>();
                    var anew = chosen.Terms is { } named ? await book.FindAsync(work, named, ct) : null;
                    facts.Add(new TermsChosen(fact.At.ToInstant(), chosen.Traits, anew) { Reprocess = fact.Detail });
                }

                continue;
            }

            if (fact.Kind != FactKinds.Triaged)
            {
                facts.Add(Read(fact, fact.At.ToInstant()) with { Sequence = fact.Sequence });
                continue;
            }

            var triage = fact.Read<TriageData>();
            var terms = triage.Terms is { } reference ? await book.FindAsync(work, reference, ct) : null;
            facts.Add(new Opened(triage.OpenedAt.ToInstant()));
            facts.Add(new TermsChosen(fact.At.ToInstant(), triage.Traits, terms) { Sequence = fact.Sequence });
            if (triage.Team is { } team)
            {
                facts.Add(new TeamEntered(fact.At.ToInstant(), team) { Sequence = fact.Sequence });
            }

            if (triage.AnsweredAt is { } answered)
            {
                facts.Add(new Signalled(answered.ToInstant(), Signal.AgentMessage) { IsCall = true });
            }
        }

        return facts;
    }

    // A triage from before the re-process that became known only after it chose by newer traits, and by terms at least as new.
    private static bool StillHolds(StoredFact reprocessed, IEnumerable<StoredFact> stored) =>
        stored.Where(f => f.Kind == FactKinds.Triaged && f.At <= reprocessed.At).MaxBy(f => (f.At, f.Sequence))?.Read<TriageData>().Traits
            == reprocessed.Read<TriageData>().Traits;

    private static Instant ToInstant(this DateTimeOffset at) => Instant.FromDateTimeOffset(at);

    private static Fact Read(StoredFact fact, Instant at) => fact.Kind switch
    {
        FactKinds.AgentMessage => new Signalled(at, Signal.AgentMessage),
        FactKinds.CallAnswered => new Signalled(at, Signal.AgentMessage) { IsCall = true },
        FactKinds.CustomerMessage => new Signalled(at, Signal.CustomerMessage),
        FactKinds.FixPlan => new Signalled(at, Signal.FixPlan),
        FactKinds.RemoteSession => new Signalled(at, Signal.RemoteSession),
        FactKinds.Arrived => new Signalled(at, Signal.Arrived),
        FactKinds.WorkStarted => new Signalled(at, Signal.WorkStarted),
        FactKinds.Assigned => new TeamEntered(at, fact.Detail),
        FactKinds.Acknowledged => fact.Data is null ? new Acknowledged(at, fact.Detail) : Read(fact.Read<AcknowledgeData>(), at),
        FactKinds.Paused => ReadPause(fact.Read<PauseData>(), at),
        FactKinds.Resumed => new Resumed(at, fact.Detail),
        FactKinds.Resolved => new Resolved(at),
        FactKinds.Reopened => new Reopened(at, fact.Data is null ? null : fact.Read<ReopenData>().NewCycle),
        FactKinds.Closed => new Closed(at),
        FactKinds.Cancelled => new Cancelled(at),
        FactKinds.Merged => new Merged(at),
        FactKinds.Unmerged => new Unmerged(at),
        _ => throw new InvalidOperationException($"{fact.Kind} is no known kind of fact."),
    };

    private static Acknowledged Read(AcknowledgeData taken, Instant at) => new(at, taken.Clock, taken.Run);

    private static Paused ReadPause(PauseData pause, Instant at) => new(at, pause.Reason, pause.Previous);
}
