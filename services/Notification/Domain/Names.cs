namespace ServiceMesh.Notification.Domain;

/// <summary>The messages there are; each exists in every language.</summary>
public static class Template
{
    public const string TicketOpened = "ticket-opened";
    public const string CallbackOpened = "callback-opened";
    public const string AgentMessage = "agent-message";
    public const string TicketAssigned = "ticket-assigned";
    public const string TicketWaiting = "ticket-waiting";
    public const string FixPlan = "fix-plan";
    public const string TicketResolved = "ticket-resolved";
    public const string TicketReopened = "ticket-reopened";
    public const string TicketCancelled = "ticket-cancelled";
    public const string CustomerReplied = "customer-replied";
    public const string SlaWarned = "sla-warned";
    public const string SlaBreached = "sla-breached";
    public const string SlaEscalated = "sla-escalated";
    public const string RequestEscalated = "request-escalated";
    public const string TicketEscalated = "ticket-escalated";
    public const string OnCallPaged = "on-call-paged";
    public const string EscalationUnanswered = "escalation-unanswered";
    public const string TicketOffered = "ticket-offered";
    public const string VisitScheduled = "visit-scheduled";
    public const string VisitCancelled = "visit-cancelled";

    /// <summary>To a customer: another ticket goes on for theirs.</summary>
    public const string TicketJoined = "ticket-joined";

    /// <summary>Something that was solved is broken again.</summary>
    public const string SecondRepair = "second-repair";
    public const string CertificateExpiring = "certificate-expiring";
    public const string SurveyInvitation = "survey-invitation";
    public const string SurveyReminder = "survey-reminder";
    public const string FollowUpDue = "follow-up-due";
    public const string FollowUpEscalated = "follow-up-escalated";
    public const string ReopenProposed = "reopen-proposed";
    public const string DeliveryFailed = "delivery-failed";
    public const string Digest = "digest";
    public const string Announcement = "announcement";
    public const string EndpointOff = "endpoint-off";

    /// <summary>To administrators: a service's timers stand still.</summary>
    public const string EngineLost = "engine-lost";

    /// <summary>To a customer: a window of planned maintenance comes.</summary>
    public const string MaintenanceAnnounced = "maintenance-announced";
    public const string MaintenanceMoved = "maintenance-moved";
    public const string MaintenanceCalledOff = "maintenance-called-off";
    public const string MaintenanceDue = "maintenance-due";
    public const string MaintenanceOverdue = "maintenance-overdue";
    public const string MaintenanceEscalated = "maintenance-escalated";

    public static IReadOnlyList<string> All { get; } =
    [
        TicketOpened, CallbackOpened, AgentMessage, TicketAssigned, TicketWaiting, FixPlan, TicketResolved, TicketReopened, TicketCancelled,
        TicketOffered, VisitScheduled, VisitCancelled, TicketJoined, SecondRepair, CertificateExpiring, CustomerReplied, SlaWarned, SlaBreached, SlaEscalated, RequestEscalated, TicketEscalated, OnCallPaged, EscalationUnanswered, SurveyInvitation,
        SurveyReminder, FollowUpDue, FollowUpEscalated, ReopenProposed, DeliveryFailed,
        Digest, Announcement, EndpointOff, EngineLost,
        MaintenanceAnnounced, MaintenanceMoved, MaintenanceCalledOff, MaintenanceDue, MaintenanceOverdue, MaintenanceEscalated,
    ];
}

/// <summary>Whom a message is for, and so why they are told.</summary>
public static class Audience
{
    public const string Customer = "customer";
    public const string Engineer = "engineer";
    public const string Manager = "manager";
    public const string OnCall = "on-call";
    public const string Watcher = "watcher";

    /// <summary>Somebody with the role engineer whom a rule names: not the ticket's own engineer.</summary>
    public const string Colleague = "colleague";

    /// <summary>Members of a team that a rule names.</summary>
    public const string Team = "team";
    public const string Integration = "integration";

    /// <summary>Who looks after the tenant's settings.</summary>
    public const string Admin = "admin";
}

/// <summary>The ways out.</summary>
public static class DeliveryChannels
{
    public const string Email = "email";
    public const string Webhook = "webhook";

    /// <summary>A group robot of WeCom, DingTalk or Feishu.</summary>
    public const string Robot = "robot";
    public const string Sms = "sms";
    public const string Voice = "voice";

    /// <summary>The IM conversation that the ticket came by; Intake sends.</summary>
    public const string Im = "im";

    /// <summary>The person's notices in the Desk: there when stored.</summary>
    public const string InApp = "in-app";

    /// <summary>What a person may choose.</summary>
    public static IReadOnlyList<string> Personal { get; } = [Email, Sms, Voice, InApp];
}

/// <summary>Where a delivery stands.</summary>
public static class DeliveryState
{
    /// <summary>Waits for its timer, or is being sent.</summary>
    public const string Queued = "queued";

    /// <summary>Waits for the recipient's digest.</summary>
    public const string Held = "held";

    /// <summary>Handed to another service, whose answer is awaited.</summary>
    public const string HandedOver = "handed-over";
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Dropped = "dropped";
}

/// <summary>Why a delivery was not sent on purpose.</summary>
public static class DropReason
{
    public const string NoAddress = "no-address";
    public const string BadAddress = "bad-address";
    public const string ChannelOff = "channel-off";
    public const string NoLongerTrue = "no-longer-true";
    public const string EndpointOff = "endpoint-off";

    /// <summary>The person does not want this message by this channel.</summary>
    public const string PreferenceOff = "preference-off";

    /// <summary>Mail to this address came back, or its owner asked for none.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>They were paged for the same.</summary>
    public const string Paged = "paged";

    /// <summary>Reasons by which a customer does not hear what they should, as after a failure.</summary>
    public static IReadOnlyList<string> Lost { get; } = [NoAddress, BadAddress, ChannelOff, Suppressed];

    /// <summary>It is a line of a digest now.</summary>
    public const string InDigest = "in-digest";

    /// <summary>Its announcement was stopped.</summary>
    public const string Stopped = "stopped";
}
