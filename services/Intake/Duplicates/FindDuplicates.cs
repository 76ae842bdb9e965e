using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Duplicates;

/// <summary>
/// What is being reported: a ticket there is, or what stands in a form. At least a ticket, contact, customer or asset, an address, a number or a subject is needed.
/// </summary>
/// <param name="Subject">Up to 200 characters.</param>
/// <param name="Text">Its first 2,000 characters are compared.</param>
/// <param name="Email">Of whoever reports, known or not: up to 254 characters.</param>
/// <param name="Phone">Of whoever reports, as it was written: up to 64 characters.</param>
public sealed record DuplicateQuery(
    Guid? TicketId, Guid? ContactId, Guid? CustomerId, Guid? AssetId, Guid? ProductId, string? Subject, string? Text, string? Email = null, string? Phone = null);

/// <summary>A ticket that may be about the same.</summary>
/// <param name="Score">0.4 to 1, rounded to hundredths.</param>
/// <param name="TextSimilarity">Likeness of the words, 0 to 1.</param>
/// <param name="Reasons">See <see cref="Likeness.Reasons"/>.</param>
public sealed record DuplicateView(
    Guid Id, string Number, string Subject, TicketState State, DateTimeOffset OpenedAt, string? ContactName, double Score, double TextSimilarity,
    IReadOnlyList<string> Reasons);

/// <summary>At most ten, the likeliest first.</summary>
public sealed record DuplicatesView(IReadOnlyList<DuplicateView> Items);

/// <summary>
/// <c>GET /api/v1/tickets/duplicates</c>, for staff: unfinished tickets of the last 30 days that may be about the same, with reasons: of the same contact or customer; of
/// the same address, number or asset, whoever reports; and with similar words, which PostgreSQL's trigrams find. Nothing is ever merged by it. 400 when nothing is
/// given, 404 <c>ticket.not-found</c>.
/// </summary>
public static class FindDuplicates
{
    private const int MostCompared = 200;
    private const int MostAlike = 50;
    private const int MostShown = 10;
    private const int LongestText = 2_000;
    private const int LongestAddress = 254;

    internal static async Task<DuplicatesView> HandleAsync([AsParameters] DuplicateQuery query, Caller caller, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        var home = (await TenantProfiles.FindAsync(db, caller.Tenant, ct)).Dialling;
        var reported = query.TicketId is { } id ? await OfTicketAsync(db, caller, id, home, ct) : await OfFormAsync(db, caller, query, home, time, ct);
        var since = reported.At - DuplicateRule.Window;
        var recent = db.Tickets.AsNoTracking().Where(t =>
            t.Tenant == caller.Tenant && t.OpenedAt >= since && t.Id != query.TicketId && t.MergedIntoId == null
            && (t.State == TicketState.Open || t.State == TicketState.Resolved));
        // Ranges, each of its own index, instead of one condition with OR.
        var known = new List<TicketRow>();
        if (reported.ContactId is { } contact)
            known.AddRange(await recent.Where(t => t.ContactId == contact).OrderByDescending(t => t.Id).Take(MostCompared).ToListAsync(ct));
        if (reported.CustomerId is { } customer)
            known.AddRange(await recent.Where(t => t.CustomerId == customer).OrderByDescending(t => t.Id).Take(MostCompared).ToListAsync(ct));
        var others = await MarkedAsync(db, caller.Tenant, reported, since, ct);
        others.AddRange(await AlikeAsync(db, caller.Tenant, reported, since, ct));
        if (others.Count > 0)
            known.AddRange(await recent.Where(t => others.Contains(t.Id)).ToListAsync(ct));
        return new DuplicatesView(
        [
            .. known.DistinctBy(t => t.Id)
                .Select(t => (Ticket: t, Like: DuplicateRule.Compare(reported, FactsOf(t, home))))
                .Where(c => c.Like.Score >= DuplicateRule.WorthShowing)
                .OrderByDescending(c => c.Like.Score).ThenByDescending(c => c.Ticket.Id)
                .Take(MostShown)
                .Select(c => View(c.Ticket, c.Like)),
        ]);
    }

    /// <summary>Tickets of the same address, number or asset.</summary>
    private static async Task<List<Guid>> MarkedAsync(IntakeDb db, string tenant, DuplicateFacts reported, DateTimeOffset since, CancellationToken ct)
    {
        var marks = TicketMarks.Of(reported.Email, reported.Phone, null, reported.AssetId);
        return marks.Length == 0 ? [] : await db.Database.SqlQuery<Guid>(
            $"""
            SELECT ticket_id AS "Value" FROM unfinished_tickets WHERE tenant = {tenant} AND marks && {marks} AND opened_at >= {since}
            ORDER BY ticket_id DESC LIMIT {MostCompared}
            """).ToListAsync(ct);
    }

    /// <summary>Tickets with similar words, by the index of trigrams. None where the service's role may not have that extension: what is known of a contact is compared all the same.</summary>
    private static async Task<List<Guid>> AlikeAsync(IntakeDb db, string tenant, DuplicateFacts reported, DateTimeOffset since, CancellationToken ct)
    {
        var words = DuplicateRule.Head(reported.Words);
        if (words.Length == 0 || !(await db.Database.SqlQuery<bool>($"SELECT to_regprocedure('similarity(text,text)') IS NOT NULL AS \"Value\"").ToListAsync(ct)).Single())
            return [];
        return await db.Database.SqlQuery<Guid>(
            $"""
            SELECT ticket_id AS "Value" FROM unfinished_tickets WHERE tenant = {tenant} AND words % {words} AND opened_at >= {since}
            ORDER BY similarity(words, {words}) DESC, ticket_id DESC LIMIT {MostAlike}
            """).ToListAsync(ct);
    }

    private static async Task<DuplicateFacts> OfTicketAsync(IntakeDb db, Caller caller, Guid id, DialPlan? home, CancellationToken ct) => FactsOf(
        await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct) ?? throw Problems.NotFound("ticket.not-found"), home);

    private static async Task<DuplicateFacts> OfFormAsync(IntakeDb db, Caller caller, DuplicateQuery query, DialPlan? home, TimeProvider time, CancellationToken ct)
    {
        if (query.Subject is { Length: > 200 })
            throw Problems.InvalidField("subject", "subject must be at most 200 characters long.");
        if (query.Email is { Length: > LongestAddress })
            throw Problems.InvalidField("email", $"email must be at most {LongestAddress} characters long.");
        var customer = query.CustomerId
            ?? await db.Contacts.Where(c => c.Tenant == caller.Tenant && c.Id == query.ContactId).Select(c => (Guid?)c.CustomerId).SingleOrDefaultAsync(ct)
            ?? await db.Assets.Where(a => a.Tenant == caller.Tenant && a.Id == query.AssetId).Select(a => (Guid?)a.CustomerId).SingleOrDefaultAsync(ct);
        var (email, phone) = (TicketMarks.Address(query.Email), TicketMarks.Number(query.Phone, home));
        var facts = new DuplicateFacts(query.ContactId, customer, query.AssetId, query.ProductId, WordsOf(query.Subject, query.Text, null), time.GetUtcNow(), email, phone);
        return (customer ?? query.ContactId ?? query.AssetId) is not null || (email ?? phone) is not null || !string.IsNullOrWhiteSpace(facts.Words)
            ? facts
            : throw Problems.InvalidField("contactId", "One of ticketId, contactId, customerId, assetId, email, phone and subject is needed.");
    }

    private static DuplicateFacts FactsOf(TicketRow t, DialPlan? home) => new(
        t.ContactId, t.CustomerId, t.AssetId, t.ProductId, WordsOf(t.Subject, t.Text, t.CallId), t.OpenedAt, TicketMarks.Address(t.ContactEmail),
        TicketMarks.Number(t.ContactPhone, home));

    private static string WordsOf(string? subject, string? text, Guid? call) =>
        UnfinishedTickets.WordsOf(subject, text is { Length: > LongestText } ? text[..LongestText] : text, call);

    private static DuplicateView View(TicketRow t, Likeness like) => new(
        t.Id, t.Number, t.Subject, t.State, t.OpenedAt, t.ContactName, Math.Round(like.Score, 2), Math.Round(like.Text, 2), like.Reasons);
}
