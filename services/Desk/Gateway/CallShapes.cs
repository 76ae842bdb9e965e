namespace ServiceMesh.Desk;

/// <summary>A call that rings now, or was answered within the last minute.</summary>
public sealed record RingingShape(Guid Id, string Queue, string? From, string CallerMatch, Named? Customer, string? ContactName, IReadOnlyList<NumberedShape> Tickets)
{
    public Guid? ContactId { get; init; }

    /// <summary>What the contract says; null while the customer is not known.</summary>
    public CallCoverShape? Cover { get; init; }

    /// <summary>Whose number it could be, when it is several people's.</summary>
    public IReadOnlyList<CallCandidateShape> Candidates { get; init; } = [];

    /// <summary>When it was answered and by whom; null while it rings.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? AnsweredBy { get; init; }

    /// <summary>Its own ticket, once there is one.</summary>
    public NumberedShape? Ticket { get; init; }
}

/// <summary>The call of a ticket. Addresses only say that there is something to hear: it is had through the gateway.</summary>
public sealed record CallShape(Guid Id)
{
    public string? From { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was missed, and why it ended.</summary>
    public string? Cause { get; init; }
    public string? HangupCause { get; init; }
    public string? RecordingUrl { get; init; }
    public string? VoicemailUrl { get; init; }

    /// <summary>When recording and message were forgotten, because their time was over.</summary>
    public DateTimeOffset? RecordingRemovedAt { get; init; }
}
