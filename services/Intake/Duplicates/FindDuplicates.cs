using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Duplicates;

/// <summary>What is being reported: a ticket there is, or what stands in a form. At least a ticket, contact, customer or asset is needed.</summary>
/// <param name="Subject">Up to 200 characters.</param>
/// <param name="Text">Its first 2,000 characters are compared.</param>
public sealed record DuplicateQuery(Guid? TicketId, Guid? ContactId, Guid? CustomerId, Guid? AssetId, Guid? ProductId, string? Subject, string? Text);

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
/// <c>GET /api/v1/tickets/duplicates</c>, for staff: unfinished tickets of the last 30 days of the same contact or customer that may be about the same,
/// with reasons. Nothing is ever merged by it. 400 when nothing is given, 404 <c>ticket.not-found</c>.
/// </summary>
public static class FindDuplicates
{
    private const int MostCompared = 200;
    private const int MostShown = 10;
    private const int LongestText = 2_000;

    internal static async Task<DuplicatesView> HandleAsync([AsParameters] DuplicateQuery query, Caller caller, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        var reported = query.TicketId is { } id ? await OfTicketAsync(db, caller, id, ct) : await OfFormAsync(db, caller, query, time, ct);
        var since = reported.At - DuplicateRule.Window;
        var recent = db.Tickets.AsNoTracking().Where(t =>
            t.Tenant == caller.Tenant && t.OpenedAt >= since && t.Id != query.TicketId && t.MergedIntoId == null
            && (t.State == TicketState.Open || t.State == TicketState.Resolved));
        // Two ranges, each of its own index, instead of one condition with OR.
        var known = new List<TicketRow>();
        if (reported.ContactId is { } contact)
            known.AddRange(await recent.Where(t => t.ContactId == contact).OrderByDescending(t => t.Id).Take(MostCompared).ToListAsync(ct));
        if (reported.CustomerId is { } customer)
            known.AddRange(await recent.Where(t => t.CustomerId == customer).OrderByDescending(t => t.Id).Take(MostCompared).ToListAsync(ct));
        return new DuplicatesView(
        [
            .. known.DistinctBy(t => t.Id)
                .Select(t => (Ticket: t, Like: DuplicateRule.Compare(reported, FactsOf(t))))
                .Where(c => c.Like.Score >= DuplicateRule.WorthShowing)
                .OrderByDescending(c => c.Like.Score).ThenByDescending(c => c.Ticket.Id)
                .Take(MostShown)
                .Select(c => View(c.Ticket, c.Like)),
        ]);
    }

    private static async Task<DuplicateFacts> OfTicketAsync(IntakeDb db, Caller caller, Guid id, CancellationToken ct) =>
        FactsOf(await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == id, ct) ?? throw Problems.NotFound("ticket.not-found"));

    private static async Task<DuplicateFacts> OfFormAsync(IntakeDb db, Caller caller, DuplicateQuery query, TimeProvider time, CancellationToken ct)
    {
        if (query.Subject is { Length: > 200 })
            throw Problems.InvalidField("subject", "subject must be at most 200 characters long.");
        var customer = query.CustomerId
            ?? await db.Contacts.Where(c => c.Tenant == caller.Tenant && c.Id == query.ContactId).Select(c => (Guid?)c.CustomerId).SingleOrDefaultAsync(ct)
            ?? await db.Assets.Where(a => a.Tenant == caller.Tenant && a.Id == query.AssetId).Select(a => (Guid?)a.CustomerId).SingleOrDefaultAsync(ct);
        if (customer is null && query.ContactId is null)
            throw Problems.InvalidField("contactId", "One of ticketId, contactId, customerId and assetId is needed.");
        return new DuplicateFacts(query.ContactId, customer, query.AssetId, query.ProductId, WordsOf(query.Subject, query.Text), time.GetUtcNow());
    }

    private static DuplicateFacts FactsOf(TicketRow t) => new(t.ContactId, t.CustomerId, t.AssetId, t.ProductId, WordsOf(t.Subject, t.Text), t.OpenedAt);

    private static string WordsOf(string? subject, string? text) => $"{subject} {(text is { Length: > LongestText } ? text[..LongestText] : text)}";

    private static DuplicateView View(TicketRow t, Likeness like) => new(
        t.Id, t.Number, t.Subject, t.State, t.OpenedAt, t.ContactName, Math.Round(like.Score, 2), Math.Round(like.Text, 2), like.Reasons);
}
