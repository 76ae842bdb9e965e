using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Tenants;

/// <summary>What Intake knows of a tenant.</summary>
internal static class TenantProfiles
{
    /// <summary>The copy, or <see cref="TenantProfile.Default"/> while the gateway's word has not arrived.</summary>
    public static async Task<TenantProfile> FindAsync(IntakeDb db, string tenant, CancellationToken ct) =>
        await db.Tenants.AsNoTracking().Where(t => t.Tenant == tenant).Select(t => new TenantProfile(t.TimeZone, t.Languages, t.Brand)).SingleOrDefaultAsync(ct)
        ?? TenantProfile.Default;

    /// <summary>How long after closing an answer reopens a ticket of the tenant.</summary>
    public static async Task<TimeSpan> ReopenWindowAsync(IntakeDb db, string tenant, CancellationToken ct) =>
        await db.Tenants.AsNoTracking().Where(t => t.Tenant == tenant).Select(t => t.ReopenDays).SingleOrDefaultAsync(ct) is { } days
            ? TimeSpan.FromDays(days)
            : ConversationRule.ReopenWindow;

    /// <summary>What becomes of a customer's message to a ticket.</summary>
    public static async Task<MessageRoute> RouteAsync(IntakeDb db, TicketRow ticket, DateTimeOffset now, CancellationToken ct) =>
        ConversationRule.Decide(ticket.State, ticket.ClosedAt, now, await WindowAsync(db, ticket, ct));

    /// <summary>What the customer of a ticket may do with it.</summary>
    public static async Task<CustomerMay> MayDoAsync(IntakeDb db, TicketRow ticket, DateTimeOffset now, CancellationToken ct) =>
        ConversationRule.MayDo(ticket.State, ticket.ClosedAt, now, await WindowAsync(db, ticket, ct));

    /// <summary>It is looked up for closed tickets only: it means nothing to others.</summary>
    private static async Task<TimeSpan> WindowAsync(IntakeDb db, TicketRow ticket, CancellationToken ct) =>
        ticket.State == TicketState.Closed ? await ReopenWindowAsync(db, ticket.Tenant, ct) : ConversationRule.ReopenWindow;
}

/// <summary>Keeps the copy of zone, languages and brand; an older state than the known one changes nothing.</summary>
public sealed class OnTenantChanged : IHandle<TenantChanged>
{
    /// <inheritdoc />
    public Task HandleAsync(TenantChanged e, Work work, CancellationToken ct) => work.Db<IntakeDb>().Database.ExecuteSqlAsync(
        $"""
        INSERT INTO tenants AS t (tenant, time_zone, languages, brand, sequence)
        VALUES ({e.Tenant}, {e.TimeZone}, {e.Languages.ToArray()}, {e.Brand}, {e.Stream!.Sequence})
        ON CONFLICT (tenant) DO UPDATE
        SET time_zone = excluded.time_zone, languages = excluded.languages, brand = excluded.brand, sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """, ct);
}
