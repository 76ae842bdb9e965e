using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Announcements;

/// <summary>As whom an announcement goes out, as things stand now.</summary>
/// <param name="Brand">The code of the one brand that it is of; null: it goes under the tenant's own name.</param>
/// <param name="Names">The name its readers see, by the language of its texts: <c>zh</c>, <c>en</c>.</param>
/// <param name="Address">Where its mails come from.</param>
/// <param name="SenderName">What stands beside that address instead of the name; null: the name.</param>
public sealed record Speaker(string? Brand, IReadOnlyDictionary<string, string> Names, string Address, string? SenderName);

/// <summary>Finds as whom an announcement goes out.</summary>
internal static class Speakers
{
    /// <summary>The tenant and its settings, with the one brand that the announcement's products or runs are of.</summary>
    public static async Task<Known> KnownAsync(Work work, AnnouncementRow row, SettingsCache settings, CancellationToken ct)
    {
        var (tenant, version) = await TenantReader.ReadAsync(work, row.Tenant, ct);
        return Known.Only(tenant, await settings.GetAsync(row.Tenant, version, work, ct)) with
        {
            Common = await BrandReader.OfCircleAsync(work, row.Tenant, AnnouncementStore.CircleOf(row), ct),
        };
    }

    public static Speaker Of(Known known, IEnumerable<string> languages, SmtpOptions smtp) => new(
        known.Common?.Code, languages.ToDictionary(l => l, l => known.Speaks(l).Name),
        known.Sender is { } sender && MailSender.Allows(smtp.SenderDomains, sender.Address) ? sender.Address : smtp.From, known.Sender?.Name);
}
