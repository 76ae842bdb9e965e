using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Duplicates;

/// <summary>Keeps what suggestions of duplicates are looked for in: tickets that are neither closed nor cancelled, by their marks and words.</summary>
internal static class UnfinishedTickets
{
    private const string Insert = "INSERT INTO unfinished_tickets (tenant, ticket_id, opened_at, marks, words) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>Keeps a ticket that is being registered: goes with the command that inserts it, in one round trip.</summary>
    public static NpgsqlBatchCommand Command(TicketOpened t, string? phone, DialPlan? home) => new(Insert)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = t.Tenant },
            new NpgsqlParameter<Guid> { TypedValue = t.TicketId!.Value },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = t.OccurredAt.ToUniversalTime() },
            new NpgsqlParameter<string[]> { TypedValue = TicketMarks.Of(t.ContactEmail, phone, home, t.AssetId) },
            new NpgsqlParameter<string> { TypedValue = DuplicateRule.Head(WordsOf(t.Subject, t.Text, t.CallId)) },
        },
    };

    /// <summary>Keeps a ticket as its row stands now: reopened, or with another contact or asset. Nothing happens when there is none.</summary>
    public static async Task KeepAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == tenant && t.Id == id, ct) is not { } t)
            return;
        var marks = TicketMarks.Of(t.ContactEmail, t.ContactPhone, (await TenantProfiles.FindAsync(db, tenant, ct)).Dialling, t.AssetId);
        var words = DuplicateRule.Head(WordsOf(t.Subject, t.Text, t.CallId));
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO unfinished_tickets (tenant, ticket_id, opened_at, marks, words) VALUES ({tenant}, {id}, {t.OpenedAt}, {marks}, {words})
            ON CONFLICT (tenant, ticket_id) DO UPDATE SET marks = excluded.marks, words = excluded.words
            """, ct);
    }

    /// <summary>A ticket is over.</summary>
    public static Task<int> ForgetAsync(Work work, string tenant, Guid id, CancellationToken ct) =>
        work.Db<IntakeDb>().UnfinishedTickets.Where(t => t.Tenant == tenant && t.TicketId == id).ExecuteDeleteAsync(ct);

    /// <summary>What a ticket says. Of a call alone the subject is only its number: all calls would be alike.</summary>
    public static string WordsOf(string? subject, string? text, Guid? call = null) => call is not null && text is null ? "" : $"{subject} {text}";
}
