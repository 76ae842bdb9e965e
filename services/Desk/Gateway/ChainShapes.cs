using System.Text.Json;

namespace ServiceMesh.Desk;

/// <summary>One ticket's whole record. <see cref="View"/> is <c>internal</c> or <c>customer</c>.</summary>
public sealed record TicketRecordShape(
    Guid TicketId, string? Number, string View, DateTimeOffset ExportedAt, string ExportedBy, IReadOnlyList<RecordedShape> Events, IReadOnlyList<MissingShape> Missing,
    IReadOnlyList<HeadShape> Heads);

/// <summary>An event with whole texts and, for staff, what its hash is made of.</summary>
public sealed record RecordedShape(
    string Id, long Position, DateTimeOffset At, string Type, TimelineActor? By, string? Summary, JsonElement Data, string? TraceId, DateTimeOffset? ErasedAt, ProofShape? Proof);

/// <param name="Holds">Whether the hash follows from the one before and the row.</param>
public sealed record ProofShape(string Previous, string Hash, bool Holds);

public sealed record MissingShape(string Publisher, long Sequence);

/// <summary>The signed end of a day (UTC).</summary>
public sealed record HeadShape(DateOnly Day, long Position, string Hash, DateTimeOffset SignedAt, string KeyId);

/// <summary>Where the record stands.</summary>
public sealed record ChainShape(long Position, string? Hash, DateTimeOffset? ArrivedAt, HeadShape? LastClosedDay, bool CanSign, string KeyId, string PublicKey, bool Copied, int Erasures);

public sealed record HeadsShape(IReadOnlyList<HeadShape> Items, DateOnly? Next);

public sealed record ReadModelShape(string Name, int Version);

/// <param name="Kind"><c>verify</c> or <c>rebuild</c>.</param>
/// <param name="Target">The read model; empty for the record.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
public sealed record JobShape(
    Guid Id, string Kind, string Target, string State, long Done, long Total, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, JobResultShape? Result)
{
    public bool UnderWay => State is "queued" or "running";

    /// <summary>0 to 100.</summary>
    public int Percent => State == "done" ? 100 : Total == 0 ? 0 : (int)Math.Clamp(Done * 100 / Total, 0, 100);
}

/// <summary>What either kind of job tells at its end; what the other tells is null.</summary>
public sealed record JobResultShape
{
    public bool? Intact { get; init; }
    public long? Checked { get; init; }
    public long? Erased { get; init; }
    public int? Heads { get; init; }
    public long? OpenFrom { get; init; }
    public long? Found { get; init; }
    public IReadOnlyList<FindingShape>? Findings { get; init; }
    public IReadOnlyList<RebuiltShape>? Tables { get; init; }
    public string? Error { get; init; }
}

public sealed record FindingShape(string Kind, long? Position, long? Until, string? Event, string? Type, Guid? TicketId, DateOnly? Day);

public sealed record RebuiltShape(string Table, long Rows, int Removed, int Added);

public sealed record ErasureShape(Guid Id, Guid ContactId, DateTimeOffset At, int Tickets, int Events, string? Reason);

/// <summary>A job that was asked for.</summary>
public sealed record AskedShape(Guid Id);
