using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Reaches people by telephone who have no address.</summary>
internal static class Telephone
{
    /// <summary>The ways to somebody who has a telephone and no address: a page's, or the tenant's SMS for what a customer hears of their ticket.</summary>
    public static IReadOnlyList<Way> Ways(Notice notice, Known known, Person person)
    {
        if (notice.Template == Template.OnCallPaged && person.Wants is { Phone: not null } wants)
        {
            return ByPhone(wants) is { Length: > 0 } chosen ? chosen : ByPhone(wants with { Rules = new Dictionary<string, string[]>() });
        }
        var ofTicket = person.Audience == Audience.Customer && known.Ticket is not null && notice.Template is not (Template.SurveyInvitation or Template.SurveyReminder);
        return ofTicket && person.Phone is not null && known.Settings.Reach.Sms ? [new Way(DeliveryChannels.Sms)] : [];

        Way[] ByPhone(Preferences wishes) => [.. Routing.Choose(notice.Template, person.Audience, null, wishes, known.Settings.Reach, known.Tenant.TimeZone, default)
            .Where(w => w.Channel is DeliveryChannels.Voice or DeliveryChannels.Sms)];
    }
}
