using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Announcements;

/// <summary>Makes the next few messages of an announcement, every few seconds until all are made or somebody stops it.</summary>
public sealed class AnnouncementTimer(Composer compose, DeliveryWriter writer, SettingsCache settings) : ITimerHandler
{
    public const string Kind = "announce";

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    public static TimerRequest For(Guid announcement, string tenant, DateTimeOffset due) => new(Kind, announcement.ToString("N"), due, tenant, null, announcement);

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var id = t.Read<Guid>();
        var row = await work.Db<NotificationDb>().Announcements.FirstOrDefaultAsync(a => a.Tenant == t.Tenant && a.Id == id, ct);
        if (row is not { State: AnnouncementStates.Sending }) return;
        var few = Math.Max(1, (int)(row.PerMinute * s_every.TotalMinutes));
        var next = await AnnouncementStore.NextAsync(work, id, few, ct);
        if (next.Count > 0) await MakeAsync(work, row, next, ct);
        row.Queued += next.Count;
        if (next.Count < few) (row.State, row.FinishedAt) = (AnnouncementStates.Done, work.Now);
        // Fewer than one in two seconds: a longer wait keeps to the pace.
        else work.Arm(For(id, t.Tenant, work.Now + (row.PerMinute < 30 ? TimeSpan.FromMinutes(1) / row.PerMinute : s_every)));
    }

    private async Task MakeAsync(Work work, AnnouncementRow row, List<Addressee> people, CancellationToken ct)
    {
        var known = await Speakers.KnownAsync(work, row, settings, ct);
        var texts = AnnouncementStore.TextsOf(row);
        var drafts = people.ConvertAll(p => (p.Address, Draft: p.Channel == DeliveryChannels.Webhook ? ToEndpoint(row, texts, p, work) : ToPerson(row, known, texts, p, work)));
        await writer.WriteAsync(work, new Cause(row.Tenant, null, null), drafts.Select(d => d.Draft).Where(d => d.Channel != DeliveryChannels.Im), ct);
        // What is said in a conversation belongs to its ticket.
        foreach (var (ticket, draft) in drafts.Where(d => d.Draft.Channel == DeliveryChannels.Im))
            await writer.WriteAsync(work, new Cause(row.Tenant, Guid.Parse(ticket), null), [draft], ct);
        await AnnouncementStore.MadeAsync(work, row.Id, [.. drafts.Select(d => (d.Address, d.Draft.Id))], ct);
    }

    private Draft ToPerson(AnnouncementRow row, Known known, Dictionary<string, AnnouncementText> texts, Addressee to, Work work)
    {
        var text = texts.GetValueOrDefault(Texts.Language(to.Language, known.Tenant.Languages)) ?? texts.Values.First();
        var (sms, im) = (to.Channel == DeliveryChannels.Sms, to.Channel == DeliveryChannels.Im);
        var notice = new Notice
        {
            // Many have conversations, and each is called the same.
            Source = im ? $"{SourceOf(row.Id)}/{to.Address}" : SourceOf(row.Id),
            Template = Template.Announcement,
            Values = new Dictionary<string, string?> { ["headline"] = text.Subject },
            Quote = text.Text,
            By = im ? [new Way(DeliveryChannels.Im)] : sms ? [new Way(DeliveryChannels.Sms, Drop: known.Settings.Reach.Sms ? null : DropReason.ChannelOff)] : null,
        };
        var person = new Person(Audience.Customer, to.Name, sms || im ? null : to.Address, to.Language) { Phone = sms ? to.Address : null };
        return compose.To(notice, known, person, work).First();
    }

    private static Draft ToEndpoint(AnnouncementRow row, Dictionary<string, AnnouncementText> texts, Addressee to, Work work) => Composer.Webhook(
        Guid.Parse(to.Address), SourceOf(row.Id), AnnouncementStates.Started, work,
        id => new { id, type = AnnouncementStates.Started, tenant = row.Tenant, occurredAt = (row.StartedAt ?? work.Now).UtcDateTime, data = new { announcementId = row.Id, texts } });

    private static string SourceOf(Guid announcement) => $"announcement/{announcement}";
}

/// <summary>Where an announcement stands.</summary>
internal static class AnnouncementStates
{
    public const string Draft = "draft";
    public const string Sending = "sending";
    public const string Stopped = "stopped";
    public const string Done = "done";

    /// <summary>What endpoints are told: no event of ours, but named like one.</summary>
    public const string Started = "AnnouncementStarted";
}
