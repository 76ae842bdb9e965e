using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Sla.Tickets;

/// <summary>Takes from each event of a ticket the fact that clocks depend on. Any order will do: the triage may come last.</summary>
public sealed class FactRecorder(ClockKeeper keeper) :
    IHandle<TicketTriaged>,
    IHandle<AgentMessageSent>,
    IHandle<CustomerMessageReceived>,
    IHandle<CallAnswered>,
    IHandle<DiagnosisDelivered>,
    IHandle<RemoteSessionStarted>,
    IHandle<VisitArrived>,
    IHandle<WorkStarted>,
    IHandle<TicketHandedOver>,
    IHandle<EscalationAcknowledged>,
    IHandle<TicketPaused>,
    IHandle<TicketResumed>,
    IHandle<TicketResolved>,
    IHandle<TicketReopened>,
    IHandle<TicketClosed>,
    IHandle<TicketCancelled>,
    IHandle<TicketsMerged>,
    IHandle<TicketsUnmerged>
{
    /// <inheritdoc />
    public Task HandleAsync(TicketTriaged e, Work work, CancellationToken ct) => keeper.TriageAsync(work, e, ct);

    /// <inheritdoc />
    public Task HandleAsync(AgentMessageSent e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.AgentMessage, e.MessageId.ToString(), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(CustomerMessageReceived e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.CustomerMessage, e.MessageId.ToString(), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(CallAnswered e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.CallAnswered, e.CallId.ToString(), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(DiagnosisDelivered e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.FixPlan, "", null, ct);

    /// <inheritdoc />
    public Task HandleAsync(RemoteSessionStarted e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.RemoteSession, e.SessionId.ToString(), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(VisitArrived e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.Arrived, e.VisitId.ToString(), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(WorkStarted e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.WorkStarted, "", null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketHandedOver e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.Assigned, e.TeamName, new AssignData(e.EngineerId, e.EngineerName), ct);

    /// <inheritdoc />
    public Task HandleAsync(EscalationAcknowledged e, Work work, CancellationToken ct) =>
        e switch
        {
            { Clock: null } => Task.CompletedTask,
            { Run: { } run } => keeper.RecordAsync(work, e, FactKinds.Acknowledged, $"{e.Clock}/{run}", new AcknowledgeData(e.Clock, run), ct),
            _ => keeper.RecordAsync(work, e, FactKinds.Acknowledged, e.Clock, null, ct),
        };

    /// <inheritdoc />
    public Task HandleAsync(TicketPaused e, Work work, CancellationToken ct)
    {
        var pause = new PauseData(PauseCodes.CodeOf(e.Reason), e.PreviousReason is { } previous ? PauseCodes.CodeOf(previous) : null);
        return keeper.RecordAsync(work, e, FactKinds.Paused, $"{pause.Reason} {pause.Previous}".TrimEnd(), pause, ct);
    }

    /// <inheritdoc />
    public Task HandleAsync(TicketResumed e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.Resumed, PauseCodes.CodeOf(e.Reason), null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketResolved e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.Resolved, "", null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketReopened e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.Reopened, "", e.NewCycle is { } anew ? new ReopenData(anew) : null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketClosed e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.Closed, "", null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketCancelled e, Work work, CancellationToken ct) => keeper.RecordAsync(work, e, FactKinds.Cancelled, "", null, ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketsMerged e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.Merged, e.IntoTicketId.ToString(), new MergeData(e.IntoTicketId, e.IntoNumber), ct);

    /// <inheritdoc />
    public Task HandleAsync(TicketsUnmerged e, Work work, CancellationToken ct) =>
        keeper.RecordAsync(work, e, FactKinds.Unmerged, e.FromTicketId.ToString(), null, ct);
}
