using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>One change of a ticket: its state by the effect, its version and time, and the events that tell of it.</summary>
internal sealed partial record Change(Ticket Before, Actor By, DateTimeOffset Now, Effect Effect)
{
    private static readonly AssignmentReason s_returned = new() { Code = "returned" };

    public Decision Triage(TriageCommand c)
    {
        var matrix = c.Matrix.Of(c.Impact, c.Urgency);
        var after = Next(Before with
        {
            Impact = c.Impact,
            Urgency = c.Urgency,
            WorkType = c.WorkType ?? Before.WorkType,
            Triage = c.WorkType is null ? Before.Triage : (Before.Triage ?? new TriageNote(0, [])) with { WorkTypeByHand = true },
            Severity = c.Severity ?? matrix,
            DecidedBy = "manual",
            Category = c.Category ?? Before.Category,
            FaultClass = c.FaultClass ?? Before.FaultClass,
            Tags = c.Tags ?? Before.Tags,
            ProductId = c.Product?.Id ?? Before.ProductId,
            ProductName = c.Product?.Name ?? Before.ProductName,
            // A module of another product is none of this one.
            Module = c.Product is { } product && product.Id != Before.ProductId ? null : Before.Module,
        });
        return Done(after, Triaged(after, Before.Severity, c.Reason));
    }

    public Decision Assign(TeamRef team, EngineerRef? engineer, string mode, string? explanation, AssignmentReason? why, bool queues = false)
    {
        var same = engineer is not null && engineer.Id == Before.EngineerId;
        var after = Next(Before with
        {
            TeamId = team.Id,
            TeamName = team.Name,
            EngineerId = engineer?.Id,
            EngineerName = engineer?.Name,
            AssignedAt = engineer is null ? null : Now,
            QueuedAt = engineer is null && queues ? Before.QueuedAt ?? Now : null,
            OfferId = null,
            OfferedTo = null,
            Started = Before.Started && same,
            Explanation = explanation,
            Why = why,
            Steps = engineer is null || same ? Before.Steps : Told("assigned"),
        });
        return new Decision(after, [Assigned(after, engineer, mode, Before), HandedOver(after)]);
    }

    private TicketHandedOver HandedOver(Ticket after) => new()
    {
        Tenant = Before.Tenant,
        TicketId = Before.Id,
        OccurredAt = Now,
        By = By,
        TeamId = after.TeamId,
        TeamName = after.TeamName,
        EngineerId = after.EngineerId,
        EngineerName = after.EngineerName,
    };

    public Decision Unassign(string? reason)
    {
        var after = Next(Before with
        {
            EngineerId = null,
            EngineerName = null,
            AssignedAt = null,
            Started = false,
            Explanation = AssignmentReasonWords.Say(s_returned, "en"),
            Why = s_returned,
        });
        return Done(after, new TicketUnassigned
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, TeamId = Before.TeamId, EngineerId = Before.EngineerId, Reason = reason,
        });
    }

    public Decision Start() =>
        Done(Next(Before with { Started = true, Steps = Told("started") }), new WorkStarted
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, EngineerId = Before.EngineerId,
        });

    public Decision FixPlan(FixPlanCommand c) =>
        Done(Next(Before with { Steps = Told("planned") }), new DiagnosisDelivered
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Cause = c.Cause, Steps = c.Steps, Risk = c.Risk, EstimatedMinutes = c.EstimatedMinutes,
        });

    public Decision Pause(PauseReason reason, string? note)
    {
        var after = Next(Before with
        {
            WaitingFor = reason,
            WaitingNote = note,
            WaitingSince = Now,
            Steps = Told(reason == PauseReason.WaitingForCustomer ? "waitingForYou" : "waiting"),
        });
        return Done(after, new TicketPaused
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Reason = reason, PreviousReason = Before.WaitingFor, Note = note,
        });
    }

    public Decision Resume(string trigger)
    {
        var reason = Before.WaitingFor ?? throw new InvalidOperationException("A waiting ticket has a reason.");
        return Done(Next(Before with { Steps = Told("resumed") }), new TicketResumed
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Reason = reason, Trigger = trigger,
        });
    }

    public Decision Resolve(string resolution, string? causeCode, string? faultClass = null, string? module = null)
    {
        var after = Next(Before with
        {
            Resolution = resolution,
            CauseCode = causeCode,
            FaultClass = faultClass ?? Before.FaultClass,
            Module = module ?? Before.Module,
            ResolvedAt = Now,
            Steps = Told("resolved"),
        }, TicketState.Resolved);
        return Done(after, new TicketResolved
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Resolution = resolution, CauseCode = causeCode, FaultClass = after.FaultClass,
            Module = after.Module, Card = Cards.Of(after),
        });
    }

    public Decision Reopen(string? reason, Terms terms)
    {
        var wasClosed = Before.State == TicketState.Closed;
        var window = Before.ReopenWindowSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : terms.Warranty;
        var late = Now - (Before.ResolvedAt ?? Before.EndedAt) > window;
        var after = Next(Before with
        {
            Started = false,
            ResolvedAt = null,
            EndedAt = null,
            ReopenedAt = Now,
            RecordMissing = null,
            Cycle = late ? Before.Cycle + 1 : Before.Cycle,
            Steps = Told("reopened"),
        });
        return Done(after, new TicketReopened
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Reason = reason, WasClosed = wasClosed, NewCycle = late, Card = Cards.Of(after),
        });
    }

    public Decision Close(string[]? missing = null)
    {
        var after = Next(Before with { EndedAt = Now, RecordMissing = missing, Steps = Told("closed") }, TicketState.Closed);
        return Done(after, new TicketClosed
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, ResolvedAt = Before.ResolvedAt ?? Now, MissingParts = missing, Card = Cards.Of(after),
        });
    }

    public Decision AmendRecord(AmendRecordCommand c)
    {
        var missing = Before.State == TicketState.Closed && c.AcceptedBecause is null ? c.Missing : null;
        var after = Next(Before with
        {
            Category = c.Category ?? Before.Category, FaultClass = c.FaultClass ?? Before.FaultClass, CauseCode = c.CauseCode ?? Before.CauseCode, RecordMissing = missing,
        });
        return Done(after, new RecordAmended
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Category = c.Category, FaultClass = c.FaultClass, CauseCode = c.CauseCode,
            AcceptedBecause = c.AcceptedBecause, MissingParts = missing,
        });
    }

    public Decision Cancel(string reason) =>
        Done(Next(Before with { EndedAt = Now, Steps = Told("cancelled") }), new TicketCancelled
        {
            Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Reason = reason,
        });

    public Decision Escalate(string reason) =>
        Done(Next(Before), new TicketEscalated { Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, Reason = reason });

    /// <summary>The triage as Sla needs it.</summary>
    public TicketTriaged Triaged(Ticket after, int? previousSeverity, string? reason) => new TicketTriaged
    {
        Tenant = Before.Tenant,
        TicketId = Before.Id,
        OccurredAt = Now,
        By = By,
        Severity = after.Severity,
        Impact = after.Impact,
        Urgency = after.Urgency,
        WorkType = after.WorkType,
        WorkTypeByHand = after.Triage is { WorkTypeByHand: true } ? true : null,
        Channel = after.Channel,
        Kind = after.Kind,
        Category = after.Category,
        CustomerId = after.CustomerId,
        ProductId = after.ProductId,
        AssetId = after.AssetId,
        ContractId = after.ContractId,
        ServiceLevel = after.ServiceLevel,
        TeamName = after.TeamName,
        EngineerId = after.EngineerId,
        EngineerName = after.EngineerName,
        OpenedAt = after.OpenedAt,
        AnsweredAt = after.AnsweredAt,
        Number = after.Number,
        DecidedBy = after.DecidedBy,
        FaultClass = after.FaultClass,
        Module = after.Module,
        Tags = after.Tags.Length == 0 ? null : after.Tags,
        Rules = after.Triage is { Rules.Count: > 0 } note ? [.. note.Rules.Select(r => r.Name)] : null,
        PreviousSeverity = previousSeverity,
        Reason = reason,
    };

    /// <summary>The assignment; <paramref name="before"/> is null for the first.</summary>
    public TicketAssigned Assigned(Ticket after, EngineerRef? engineer, string mode, Ticket? before) => new TicketAssigned
    {
        Tenant = Before.Tenant,
        TicketId = Before.Id,
        OccurredAt = Now,
        By = By,
        TeamId = after.TeamId,
        TeamName = after.TeamName,
        EngineerId = engineer?.Id,
        EngineerName = engineer?.Name,
        EngineerEmail = engineer?.Email,
        EngineerLanguage = engineer?.Language,
        PreviousTeamId = before?.TeamId,
        PreviousEngineerId = before?.EngineerId,
        Mode = mode,
        Reassigned = before is not null,
        Explanation = after.Explanation,
        Why = after.Why,
        Card = Cards.Of(after),
    };

    private IReadOnlyList<Step> Told(string code) => Step.Add(Before.Steps, new Step(Now, code));

    private Ticket Next(Ticket changed) => Next(changed, Effect switch
    {
        Effect.Keeps => Before.State,
        Effect.Owned => Owned(changed),
        Effect.Waits => TicketState.Waiting,
        Effect.Resolves => TicketState.Resolved,
        Effect.Closes => TicketState.Closed,
        Effect.Cancels => TicketState.Cancelled,
        Effect.Illegal or Effect.Ignored => throw new InvalidOperationException("Nothing is to change."),
        _ => throw new InvalidOperationException(),
    });

    private Ticket Next(Ticket changed, TicketState state)
    {
        var waits = state == TicketState.Waiting;
        var unowned = state == TicketState.Open;
        return changed with
        {
            State = state,
            WaitingFor = waits ? changed.WaitingFor : null,
            WaitingNote = waits ? changed.WaitingNote : null,
            WaitingSince = waits ? changed.WaitingSince : null,
            QueuedAt = unowned ? changed.QueuedAt : null,
            OfferId = unowned ? changed.OfferId : null,
            OfferedTo = unowned ? changed.OfferedTo : null,
            Version = Before.Version + 1,
            UpdatedAt = Now,
        };
    }

    private static TicketState Owned(Ticket t) =>
        t.EngineerId is null ? TicketState.Open : t.Started ? TicketState.InProgress : TicketState.Assigned;

    private static Decision Done(Ticket after, TicketEvent e) => new(after, [e]);
}
