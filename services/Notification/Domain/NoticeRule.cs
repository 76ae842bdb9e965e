namespace ServiceMesh.Notification.Domain;

/// <summary>Whom a tenant tells besides those whom a message is for anyway.</summary>
/// <param name="Templates">The messages; only what is meant for staff.</param>
/// <param name="Role">Everybody with this role; null: the members of <paramref name="TeamId"/>.</param>
/// <param name="OfTeamId">Only about tickets of this team; null: of all.</param>
/// <param name="SeverityAtMost">Only about tickets of this severity (1: critical) or a graver one; null: of all.</param>
public sealed record NoticeRule(Guid Id, IReadOnlyList<string> Templates, string? Role, Guid? TeamId, Guid? OfTeamId, int? SeverityAtMost)
{
    /// <summary>The messages that a rule may name.</summary>
    public static IReadOnlyList<string> Possible { get; } =
    [
        Template.TicketAssigned, Template.TicketReopened, Template.CustomerReplied, Template.SlaWarned, Template.SlaBreached, Template.SlaEscalated,
        Template.TicketEscalated, Template.EscalationUnanswered, Template.FollowUpDue, Template.FollowUpEscalated, Template.ReopenProposed, Template.DeliveryFailed, Template.SecondRepair, Template.CertificateExpiring,
        Template.MaintenanceDue, Template.MaintenanceOverdue, Template.MaintenanceEscalated,
    ];

    /// <summary>Whether the rule speaks of tickets of this team and severity; what is not known yet fits no limit.</summary>
    public bool Fits(Guid? team, int? severity) => (OfTeamId is null || OfTeamId == team) && (SeverityAtMost is null || severity <= SeverityAtMost);
}
