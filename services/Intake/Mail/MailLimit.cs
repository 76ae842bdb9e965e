using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Mail;

/// <summary>
/// Keeps two programs that answer each other from filling a ticket's record: from so many mails an hour on a mail is kept for staff only. It starts and stops no clock,
/// nobody is told of it, and only the first of an hour is an event. Nothing that somebody wrote is lost.
/// </summary>
internal static class MailLimit
{
    /// <summary>More mails of one ticket within the hour than anybody writes.</summary>
    private const int MostPerHour = 40;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>Which mail of the ticket's hour the next one is, from 1, and how many of them were held.</summary>
    /// <param name="ticket">Locked by the caller, so that two mails never count as the same.</param>
    public static async Task<(int Place, int Held)> NextAsync(IntakeDb db, TicketRow ticket, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - s_hour;
        var counted = await db.Messages
            .Where(m => m.Tenant == ticket.Tenant && m.TicketId == ticket.Id && m.At > since
                && ((m.Kind == MessageKind.Customer && m.Channel == Channel.Email) || (m.Kind == MessageKind.Note && m.AuthorKind == ActorKind.Customer)))
            .GroupBy(_ => 1).Select(g => new { All = g.Count(), Held = g.Count(m => m.Held != null) }).SingleOrDefaultAsync(ct);
        return ((counted?.All ?? 0) + 1, counted?.Held ?? 0);
    }

    /// <summary>Whether the mail at that place of its hour is only kept.</summary>
    public static bool Holds(int place) => place > MostPerHour;

    /// <summary>Keeps a mail for staff; returns its id.</summary>
    /// <param name="place">Which of its hour it is.</param>
    /// <param name="held">How many of the hour were held before it.</param>
    public static Guid Keep(Work work, TicketRow ticket, string text, Actor by, string language, int place, int held)
    {
        var kept = Conversation.KeepNote(work, ticket, text, by, Channel.Email, (HeldReasons.MailLimit, place));
        if (held == 0)
        {
            var told = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
                ? $"一小时内收到超过 {MostPerHour} 封邮件，可能是两个程序在互相自动回复。之后的邮件仅供内部查看，不计时，也不通知任何人。"
                : $"More than {MostPerHour} mails within the hour: two programs may be answering each other. Further ones are kept for staff only; they move no clock, and nobody is told.";
            Conversation.TellNote(work, ticket, kept, told, Actor.System);
        }

        return kept;
    }
}
