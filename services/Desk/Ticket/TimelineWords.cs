namespace ServiceMesh.Desk.Ticket;

/// <summary>An event as the timeline tells it.</summary>
/// <param name="Tone"><c>good</c>, <c>warm</c>, <c>bad</c>, <c>quiet</c> or <c>plain</c>.</param>
internal sealed record Told(string Icon, string Tone, string Title, string? Detail = null);

/// <summary>Events in words. An event that a newer service publishes is told by its summary.</summary>
internal static class TimelineWords
{
    public static Told Of(TimelineShape e, Words w, Times times) => e.Type switch
    {
        "TicketOpened" => new(e.Text("channel") ?? "inbox", "plain", w.EventOpened(w.Channel(e.Text("channel") ?? "")), e.Text("subject")),
        "CustomerMessageReceived" => new("chat", "plain", w.EventCustomerWrote, Cut(e.Text("text"))),
        "AgentMessageSent" => new("send", "good", w.EventAgentWrote, Cut(e.Text("text"))),
        "NoteAdded" => new("note", "quiet", w.EventNote, Cut(e.Text("text"))),
        "CallRinging" => new("phone", "quiet", w.EventRinging, null),
        "CallAnswered" => new("phone", "good", w.EventAnswered, null),
        "CallMissed" => new("phone", "warm", w.EventMissed, null),
        "CallEnded" => new("phone", "quiet", w.EventCallEnded, e.Text("cause")),
        "MessageDelivered" => new("check", "quiet", w.EventDelivered),
        "MessageFailed" => new("alert", "bad", w.EventNotDelivered, e.Text("reason") ?? e.Text("error")),
        "MessageUnread" => new("clock", "quiet", w.EventUnread),
        "CloseRequested" => new("lock", "plain", w.EventCloseRequested),
        "ReopenRequested" => new("reopen", "warm", w.EventReopenRequested, e.Text("reason")),
        "TicketTriaged" => new("triage", "plain", w.EventTriaged(e.Text("severity"), e.Text("previousSeverity")), e.Text("reason")),
        "TicketAssigned" => new("users", "plain", w.EventAssigned(e.Text("engineerName"), e.Text("teamName"), e.Is("reassigned")), WhyWords.Of(e.Data, w)),
        "TicketUnassigned" => new("queue", "quiet", w.ActUnassign, e.Text("reason")),
        "WorkStarted" => new("play", "plain", w.EventStarted),
        "DiagnosisDelivered" => new("plan", "good", w.EventDiagnosed, Cut(e.Text("cause"))),
        "TicketPaused" => new("pause", "warm", w.PauseReason(e.Text("reason")), e.Text("note")),
        "TicketResumed" => new("play", "plain", w.EventResumed(e.Text("trigger") == "customer-replied")),
        "TicketResolved" => new("check-ring", "good", w.EventResolved, Cut(e.Text("resolution"))),
        "TicketReopened" => new("reopen", "warm", w.EventReopened, e.Text("reason")),
        "TicketClosed" => new("lock", "good", w.EventClosed, Parts(e, w) is { } lacking ? w.EventClosedWithout(lacking) : null),
        "RecordAmended" => e.Text("acceptedBecause") is { } accepted ? new("note", "plain", w.EventRecordAccepted, accepted)
            : new("note", "plain", w.EventRecordAmended, string.Join(" · ", new[] { e.Text("category"), e.Text("faultClass"), e.Text("causeCode") }.OfType<string>())),
        "TicketCancelled" => new("ban", "quiet", w.EventCancelled, e.Text("reason")),
        "TicketEscalated" => new("up", "warm", w.EventEscalatedByHand, e.Text("reason")),
        "SlaClocksChanged" => new("clock", "quiet", w.EventClocks, e.Text("policy")),
        "TicketHandedOver" => new("users", "plain", w.EventHandedOver, Cut(e.Text("note"))),
        "TicketsMerged" => new("layers", "plain", w.EventMerged, e.Text("reason")),
        "TicketsUnmerged" => new("layers", "warm", w.EventUnmerged, e.Text("reason")),
        "TicketContactChanged" => new("user", "warm", w.EventContactChanged(e.Text("contactName"), e.Text("customerName")), e.Text("reason")),
        "TicketCoverChanged" => new("building", "warm", w.EventCover(e.Text("serialNumber") ?? e.Text("productName"), e.Text("contractNumber"), e.Text("entitlement")), e.Text("reason")),
        "TicketErased" => new("user", "quiet", w.EventErased),
        "TicketParentChanged" => new("layers", "plain", w.EventParent(e.Text("parentNumber"))),
        "TicketOffered" => new("user", "plain", w.EventOffered(e.Text("engineerName")), WhyWords.Of(e.Data, w)),
        "OfferRefused" => new("ban", "warm", w.EventOfferRefused(e.Text("engineerName")), e.Text("reason")),
        "OfferExpired" => new("clock", "warm", w.EventOfferExpired(e.Text("engineerName"))),
        "RemoteSessionStarted" => new("globe", "good", w.EventRemote, e.Text("tool") ?? e.Text("note")),
        "VisitScheduled" => new("flag", "plain", e.Is("otherEngineer") ? w.EventVisitEngineer(e.Text("engineerName")) : w.EventVisitScheduled, e.Text("place")),
        "VisitArrived" => new("flag", "good", w.EventVisitArrived, e.Text("place")),
        "VisitCancelled" => new("ban", "warm", w.EventVisitCancelled, e.Text("reason")),
        "RemoteSessionEnded" => new("globe", "plain", w.EventRemoteEnded(e.Text("minutes")), Cut(e.Text("log"))),
        "SecondRepairFound" => new("reopen", "bad", w.EventSecondRepair(e.Text("earlierNumber")), e.Text("faultClass")),
        "ProblemLinked" => e.Text("title") is { } problem ? new("layers", "warm", w.EventProblemLinked, problem) : new("layers", "quiet", w.EventProblemUnlinked),
        "VisitCompleted" => new("check", "good", w.EventVisitCompleted, Cut(e.Text("report"))),
        "OnCallPaged" => new("bell", "warm", w.EventPaged(Inner(e, "person", "name"), e.Text("step")), e.Is("queued") ? w.PagedBecauseNobodyHasIt : e.Text("reason")),
        "PageAcknowledged" => new("phone", "quiet", w.EventPageAnswered),
        "EscalationAcknowledged" => new("check-ring", "good", w.EventAcknowledged(e.Text("personName"))),
        "EscalationUnanswered" => new("alert", "bad", w.EventUnanswered),
        "SlaWarned" when e.Text("missedLeg") is { } leg => new("clock", "warm", w.EventLegMissed(w.Clock(e.Text("clock") ?? ""), w.Clock(leg)), Due(e, w, times)),
        "SlaWarned" when double.TryParse(e.Text("beforeDueSeconds"), System.Globalization.CultureInfo.InvariantCulture, out var left) => new("clock", "warm", w.EventWarnedBefore(w.Clock(e.Text("clock") ?? ""), times.ExactSpan(left)), Due(e, w, times)),
        "SlaWarned" => new("clock", "warm", w.EventWarned(w.Clock(e.Text("clock") ?? ""), e.Text("percent")), Due(e, w, times)),
        "SlaBreached" => new("alert", "bad", w.EventBreached(w.Clock(e.Text("clock") ?? "")), Due(e, w, times)),
        "SlaEscalated" => new("up", "warm", w.EventEscalated(e.Text("level"), w.Role(e.Text("role") ?? "")), w.Clock(e.Text("clock") ?? "")),
        "TicketTiedToMaintenance" => new("layers", "warm", w.EventTiedToMaintenance, e.Text("planName")),
        "CreditAccrued" => new("flag", "warm", w.EventCredit(e.Text("amount"), e.Text("currency")), w.Clock(e.Text("clock") ?? "")),
        "CreditDecided" => new("flag", "plain", w.EventCreditDecided(w.CreditState(e.Text("state"))), e.Text("reason")),
        "NotificationDelivered" => new("bell", "quiet", w.EventNoticeSent(w.WayOut(e.Text("channel") ?? "")), w.Template(e.Text("template"))),
        "NotificationStatusChanged" => new("check", "good", w.EventNoticeReached(e.Text("status"), w.WayOut(e.Text("channel") ?? "")), w.Template(e.Text("template"))),
        "NotificationFailed" => new("bell", "bad", w.EventNoticeFailed, w.Template(e.Text("template"))),
        "NotificationDropped" => new("bell", "quiet", w.EventNoticeDropped, w.Template(e.Text("template"))),
        "ReplyRequested" => new("send", "quiet", w.EventReplyRequested, w.Template(e.Text("template"))),
        "SurveySent" => new("star", "quiet", w.EventSurveySent),
        "SurveyAnswered" => new("star", e.Text("score") is "1" or "2" ? "bad" : "good", w.EventSurveyAnswered(e.Text("score")), e.Text("comment")),
        "SurveyExpired" => new("star", "quiet", w.EventSurveyExpired),
        "SurveyWithdrawn" => new("star", "quiet", w.EventSurveyWithdrawn),
        "FollowUpDue" => new("callback", "warm", w.EventFollowUpDue, w.FollowUpReason(e.Text("reason"))),
        "SurveyReminded" => new("star", "quiet", w.EventSurveyReminded(e.Text("reminder"))),
        "SurveyDelivered" => new("star", "quiet", w.EventSurveyDelivered),
        "FollowUpEscalated" => new("up", "warm", w.EventFollowUpEscalated, w.FollowUpEscalation(e.Text("cause"))),
        "FollowUpWithdrawn" => new("callback", "quiet", w.EventFollowUpWithdrawn),
        "ReopenProposed" => new("reopen", "warm", w.EventReopenProposed, Cut(e.Text("reason"))),
        "FollowUpCompleted" => new("callback", e.Text("outcome") is "satisfied" or "solved" ? "good" : "warm", w.EventFollowUpDone, w.FollowUpOutcome(e.Text("outcome"))),
        _ => new("dot", "quiet", e.Summary ?? e.Type),
    };

    private static string? Inner(TimelineShape e, string property, string inner) =>
        e.Data.ValueKind == System.Text.Json.JsonValueKind.Object && e.Data.TryGetProperty(property, out var value)
        && value.ValueKind == System.Text.Json.JsonValueKind.Object && value.TryGetProperty(inner, out var name) ? name.GetString() : null;

    /// <summary>What a record lacks, in words; null for nothing.</summary>
    private static string? Parts(TimelineShape e, Words w) =>
        e.Data.ValueKind == System.Text.Json.JsonValueKind.Object && e.Data.TryGetProperty("missingParts", out var parts) && parts.ValueKind == System.Text.Json.JsonValueKind.Array && parts.GetArrayLength() > 0
            ? string.Join(", ", parts.EnumerateArray().Select(p => w.RecordPart(p.GetString() ?? ""))) : null;

    private static string? Due(TimelineShape e, Words w, Times times) =>
        DateTimeOffset.TryParse(e.Text("dueAt"), System.Globalization.CultureInfo.InvariantCulture, out var due) ? w.DueAt(times.Short(due)) : null;

    private static string? Cut(string? text) => text is { Length: > 160 } ? text[..160] + "…" : text;
}
