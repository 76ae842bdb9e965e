namespace ServiceMesh.Intake.Domain;

/// <summary>What a telephone system tells of a call.</summary>
public enum CallSignal
{
    Ringing,
    Answered,
    Missed,

    /// <summary>It is over. One that nobody answered was missed.</summary>
    Ended,

    /// <summary>The caller left a message: nobody answered.</summary>
    Voicemail,
}

/// <summary>What follows from a call event.</summary>
public enum CallEffect
{
    Nothing,

    /// <summary>It rings for the first time: show who calls.</summary>
    ShowRinging,

    /// <summary>Open a ticket that staff answered.</summary>
    OpenAnswered,

    /// <summary>Open a ticket to call back.</summary>
    OpenCallback,

    /// <summary>The call taken for missed was answered: its ticket is an answered one.</summary>
    CorrectToAnswered,
}

/// <summary>
/// What is known of a call, whatever the order its events came in and however often: the earliest time of each kind counts,
/// and an answered call was not missed.
/// </summary>
public sealed record CallFacts(
    DateTimeOffset? RingingAt = null, DateTimeOffset? AnsweredAt = null, DateTimeOffset? MissedAt = null, DateTimeOffset? EndedAt = null)
{
    /// <summary>There was a talk, and it is over.</summary>
    public bool TalkIsOver => AnsweredAt is not null && EndedAt is not null;

    /// <summary>Adds an event. The effect says what has to happen once because of it.</summary>
    public (CallFacts Facts, CallEffect Effect) Apply(CallSignal signal, DateTimeOffset at) => signal switch
    {
        CallSignal.Ringing => (this with { RingingAt = Earlier(RingingAt, at) }, RingingAt is null ? CallEffect.ShowRinging : CallEffect.Nothing),
        CallSignal.Answered => (
            this with { AnsweredAt = Earlier(AnsweredAt, at), MissedAt = null },
            AnsweredAt is not null ? CallEffect.Nothing : MissedAt is null ? CallEffect.OpenAnswered : CallEffect.CorrectToAnswered),
        CallSignal.Ended => (this with { EndedAt = Earlier(EndedAt, at) }).Lost(at),
        CallSignal.Missed or CallSignal.Voicemail => Lost(at),
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };

    private (CallFacts Facts, CallEffect Effect) Lost(DateTimeOffset at) => AnsweredAt is not null
        ? (this, CallEffect.Nothing)
        : (this with { MissedAt = Earlier(MissedAt, at) }, MissedAt is null ? CallEffect.OpenCallback : CallEffect.Nothing);

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) => known is { } k && k < at ? k : at;
}
