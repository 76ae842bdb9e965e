namespace ServiceMesh.Notification.Domain;

/// <summary>The order of sending when there is more than a channel can take: the smaller first.</summary>
public enum Urgency
{
    /// <summary>Wakes somebody.</summary>
    Page = 0,

    /// <summary>A missed promise, an escalation, anything of severity 1.</summary>
    Urgent = 1,

    /// <summary>A customer waits for it.</summary>
    Conversation = 2,
    Normal = 3,

    /// <summary>Digests, surveys, announcements.</summary>
    Bulk = 4,
}

/// <summary>How urgent a message is.</summary>
public static class Urgencies
{
    public static Urgency Of(string template, int? severity) => template switch
    {
        Template.OnCallPaged => Urgency.Page,
        Template.SurveyInvitation or Template.SurveyReminder or Template.Digest or Template.Announcement => Urgency.Bulk,
        _ when severity == 1 => Urgency.Urgent,
        Template.SlaBreached or Template.SlaEscalated or Template.TicketEscalated or Template.EscalationUnanswered
            or Template.MaintenanceOverdue or Template.MaintenanceEscalated => Urgency.Urgent,
        Template.TicketOpened or Template.CallbackOpened or Template.AgentMessage or Template.CustomerReplied or Template.TicketResolved or Template.TicketOffered
            or Template.RequestEscalated
            => Urgency.Conversation,
        _ => Urgency.Normal,
    };

    /// <summary>Whether the message may wake somebody: severity 1, and every page.</summary>
    public static bool IgnoresQuietHours(string template, int? severity) => template == Template.OnCallPaged || severity == 1;
}
