namespace ServiceMesh.Notification.Domain;

/// <summary>The messages there are; each exists in every language.</summary>
public static class Template
{
    public const string TicketOpened = "ticket-opened";
    public const string CallbackOpened = "callback-opened";
    public const string AgentMessage = "agent-message";
    public const string TicketAssigned = "ticket-assigned";
    public const string TicketResolved = "ticket-resolved";
    public const string TicketReopened = "ticket-reopened";
    public const string SlaWarned = "sla-warned";
    public const string SlaBreached = "sla-breached";
    public const string SlaEscalated = "sla-escalated";
    public const string TicketEscalated = "ticket-escalated";
    public const string SurveyInvitation = "survey-invitation";
    public const string FollowUpDue = "follow-up-due";

    public static IReadOnlyList<string> All { get; } =
    [
        TicketOpened, CallbackOpened, AgentMessage, TicketAssigned, TicketResolved, TicketReopened,
        SlaWarned, SlaBreached, SlaEscalated, TicketEscalated, SurveyInvitation, FollowUpDue,
    ];
}

/// <summary>Whom a message is for.</summary>
public static class Audience
{
    public const string Customer = "customer";
    public const string Engineer = "engineer";
    public const string Manager = "manager";
    public const string Integration = "integration";
}

/// <summary>The ways out.</summary>
public static class DeliveryChannels
{
    public const string Email = "email";
    public const string Webhook = "webhook";
}

/// <summary>Where a delivery stands.</summary>
public static class DeliveryState
{
    /// <summary>Waits for its timer, or is being sent.</summary>
    public const string Queued = "queued";
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
}
