using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Mail;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Mail;

/// <summary>What became of a mail.</summary>
/// <param name="Outcome"><c>opened</c>, <c>joined</c>, <c>noted</c> (an automatic answer, shown to staff only), <c>held</c> (beyond what anybody writes in an hour: shown to staff only), <c>bounce</c>, <c>ignored</c>, <c>blocked</c> or <c>repeated</c>.</param>
public sealed record MailAnswerView(string Outcome, Guid? TicketId, string? Number);

/// <summary>
/// Takes mail: an answer joins its ticket, anything else of a person opens one; programs open nothing, and mail of ours that came back is told to
/// Notification. The mail's own Message-ID makes it one however often it is handed over.
/// </summary>
public sealed partial class MailTaker(IWorkFactory works, TicketRegistry registry, ReplyAddress replies, Uploads uploads, TimeProvider time, ILogger<MailTaker> logger)
{
    private const int SubjectLength = 200;
    private const int MostFiles = 20;

    /// <summary>Keeps a mail in one commit (its files are on disk before): 202 with what became of it.</summary>
    public async Task<IResult> TakeAsync(IntakeDb db, OpenedChannel channel, InboundMail mail, CancellationToken ct)
    {
        if (await db.Webhooks.AnyAsync(w => w.ChannelId == channel.Row.Id && w.WebhookId == mail.Id, ct))
            return Answer("repeated");
        var nature = MailSigns.Nature(mail.Headers, mail.From, mail.Subject, [channel[MailAdapter.Address]]);
        // A bounce tells of our own mail: it counts whoever brings it.
        var blocked = nature == MailNature.Bounce ? null : await BlockList.FindAsync(db, channel, BlockRule.NamesOf(null, null, mail.From), time.GetUtcNow(), ct);
        var (files, refused) = nature == MailNature.Personal && blocked is null ? await StageAsync(channel.Row, mail, ct) : ([], []);
        await using var work = await works.BeginAsync(ct);
        if (!await ReceivedWebhooks.TryNoteAsync(work, channel.Row, mail.Id, ct))
            return Answer("repeated");
        if (blocked is { } entry)
        {
            await BlockList.NoteAsync(work, channel.Row, entry, new BlockedAttempt(mail.Id, mail.From, mail.Subject), ct);
            await work.CommitAsync(ct);
            return Answer("blocked");
        }

        var view = nature switch
        {
            MailNature.Bounce => TellBounce(work, channel.Row, mail),
            MailNature.Loop => new MailAnswerView("ignored", null, null),
            _ => await KeepAsync(work, channel, mail, nature, files, refused, ct),
        };
        if (view.TicketId is { } ticket)
            await ReceivedWebhooks.SetTicketAsync(work, channel.Row, mail.Id, ticket, ct);
        await work.CommitAsync(ct);
        return Results.Json(view, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Answer(string outcome) => Results.Json(new MailAnswerView(outcome, null, null), statusCode: StatusCodes.Status202Accepted);

    private static MailAnswerView TellBounce(Work work, ChannelRow channel, InboundMail mail)
    {
        var report = mail.Report + "\n" + mail.Text + "\n" + mail.Headers["in-reply-to"] + " " + mail.Headers["references"];
        var status = MailSigns.Status(mail.Report) ?? MailSigns.Status(mail.Text);
        foreach (var delivery in MailSigns.Deliveries(report))
        {
            work.Publish(new MailBounced
            {
                Tenant = channel.Tenant,
                OccurredAt = work.Now,
                By = new Actor(ActorKind.Integration, channel.Id.ToString(), channel.Name),
                DeliveryId = delivery,
                // What says neither is a failure: delays say 4.x.x.
                Permanent = status is null || status[0] == '5',
                Status = status,
            });
        }

        return new MailAnswerView("bounce", null, null);
    }

    private async Task<MailAnswerView> KeepAsync(
        Work work, OpenedChannel channel, InboundMail mail, MailNature nature, IReadOnlyList<AttachmentRow> files, IReadOnlyList<string> refused, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var profile = await TenantProfiles.FindAsync(db, channel.Row.Tenant, ct);
        var known = mail.Trust == SenderTrust.Proven || (mail.Trust == SenderTrust.Untold && channel[MailAdapter.Unproven] == "yes");
        var contact = known ? await ContactFinder.ByEmailAsync(db, channel.Row.Tenant, mail.From, ct) : null;
        var by = new Actor(ActorKind.Customer, contact?.ToString(), mail.FromName ?? mail.From);
        var found = await FindTicketAsync(work, channel.Row, mail, known, ct);
        // What a program answers is no customer's word: without a ticket it is dropped.
        if (nature == MailNature.Automatic && found is null)
            return new MailAnswerView("ignored", null, null);
        var language = channel.Row.Language ?? profile.Language;
        if (found is not null && (nature == MailNature.Automatic || await TenantProfiles.RouteAsync(db, found, work.Now, ct) != MessageRoute.NewTicket))
        {
            var said = nature == MailNature.Automatic ? AutomaticText(mail) : TextOf(mail, MailText.WithoutQuote(mail.Text), files, refused, language);
            var (outcome, id) = await JoinAsync(work, found, nature, said, by, language, ct);
            Keep(work, files, found.Id, id);
            return new MailAnswerView(outcome, found.Id, found.Number);
        }

        var text = TextOf(mail, mail.Text, files, refused, language);
        var opened = await registry.RegisterAsync(work, new TicketDraft
        {
            Tenant = channel.Row.Tenant,
            Channel = Channel.Email,
            Subject = SubjectLine.Of(mail.Subject.TrimToNull() ?? text, SubjectLength),
            Text = text,
            By = by,
            OpenedAt = work.Now,
            ContactId = contact,
            Reporter = new Reporter(mail.FromName, mail.From, null, channel.Row.Language),
            ChannelId = channel.Row.Id,
            LinkedTicketId = found?.Id,
        }, ct);
        Keep(work, files, opened.Id, null);
        return new MailAnswerView("opened", opened.Id, opened.Number);
    }

    /// <summary>A person's answer is the customer's word; a program's stops no clock, staff see it beside the ticket.</summary>
    private async Task<(string Outcome, Guid MessageId)> JoinAsync(
        Work work, TicketRow ticket, MailNature nature, string text, Actor by, string language, CancellationToken ct)
    {
        var (place, held) = await MailLimit.NextAsync(work.Db<IntakeDb>(), ticket, work.Now, ct);
        if (MailLimit.Holds(place))
        {
            if (held == 0)
                LogFlood(ticket.Id);
            return ("held", MailLimit.Keep(work, ticket, text, by, language, place, held));
        }

        return nature == MailNature.Automatic
            ? ("noted", Conversation.AddNote(work, ticket, text, by))
            : ("joined", Conversation.AddFromCustomer(work, ticket, text, Channel.Email, by));
    }

    private static string AutomaticText(InboundMail mail)
    {
        var text = $"{mail.Subject}\n\n{MailText.WithoutQuote(mail.Text)}".Trim();
        return text.Length > Limits.Text ? text[..Limits.Text] : text;
    }

    /// <summary>
    /// The ticket that a mail answers, locked: the one its reply address was signed for; else, of the same sender only, the thread it stands in or the
    /// number in its subject. A merged one leads to the one that goes on.
    /// </summary>
    private async Task<TicketRow?> FindTicketAsync(Work work, ChannelRow channel, InboundMail mail, bool known, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var id = mail.To.Select(a => replies.TicketOf(a, channel.Tenant)).FirstOrDefault(t => t is not null);
        if (id is null && known)
        {
            var (threads, number) = (MailSigns.Threads(mail.Headers), MailSigns.Number(mail.Subject));
            id = await (
                from t in db.Tickets.AsNoTracking()
                from c in db.Contacts.Where(c => c.Tenant == t.Tenant && c.Id == t.ContactId).DefaultIfEmpty()
                where t.Tenant == channel.Tenant && (threads.Contains(t.Id) || t.Number == number) && (t.ContactEmail == mail.From || c.Email == mail.From)
                orderby t.Id descending
                select (Guid?)t.Id).FirstOrDefaultAsync(ct);
        }

        return id is { } ticket && await TicketAccess.LockAsync(work, channel.Tenant, ticket, ct) is { } row ? await TicketAccess.FollowAsync(work, row, ct) : null;
    }

    private static string TextOf(InboundMail mail, string text, IReadOnlyList<AttachmentRow> files, IReadOnlyList<string> refused, string language)
    {
        var own = text.TrimToNull() ?? (files.Count > 0 ? FileLabels.Of([.. files.Select(f => (f.Kind, f.Name))], language) : mail.Subject.TrimToNull() ?? "-");
        if (refused.Count == 0)
            return own;
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var line = $"\n\n[{(chinese ? "未接收的附件" : "Attachments not taken")}: {string.Join(", ", refused)}]";
        return (own.Length + line.Length > Limits.Text ? own[..Math.Max(0, Limits.Text - line.Length)] : own) + line;
    }

    /// <summary>Brings the files to disk. One that is not taken does not hold up the mail: its name is told instead.</summary>
    private async Task<(IReadOnlyList<AttachmentRow> Files, IReadOnlyList<string> Refused)> StageAsync(ChannelRow channel, InboundMail mail, CancellationToken ct)
    {
        List<AttachmentRow> kept = [];
        List<string> refused = [];
        var by = Uploader.OfChannel(channel.Tenant, "mail", channel.Id.ToString("N"));
        foreach (var (file, place) in mail.Files.Select((f, i) => (f, i)))
        {
            var name = FileName.Clean(file.Name) ?? "?";
            try
            {
                if (place >= MostFiles)
                    refused.Add(name);
                else
                    kept.AddRange(await uploads.StageAsync(by, [(file.Name, new MemoryStream(file.Content))], ct));
            }
            catch (ProblemException e) when (e.Status is 400 or 413)
            {
                refused.Add(name);
            }
        }

        return (kept, [.. refused.Take(50)]);
    }

    private static void Keep(Work work, IReadOnlyList<AttachmentRow> files, Guid ticket, Guid? message)
    {
        foreach (var file in files)
        {
            (file.TicketId, file.MessageId) = (ticket, message);
            Uploads.Keep(work, file);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ticket {Ticket} gets more mail within an hour than anybody writes; the rest is kept for staff only")]
    private partial void LogFlood(Guid ticket);
}
