using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>What is reported; the product narrows what is compared.</summary>
public sealed record SuggestionRequest([NotBlank, MaxLength(500)] string Subject, [MaxLength(20_000)] string? Text = null, Guid? ProductId = null);

/// <summary>A past ticket that speaks for a suggestion.</summary>
/// <param name="Similarity">0 to 1.</param>
/// <param name="Words">What both have in common, the rarest first.</param>
public sealed record Evidence(Guid TicketId, string Number, string Subject, double Similarity, IReadOnlyList<string> Words);

/// <summary>A value that similar tickets have.</summary>
/// <param name="Share">Of the similarity of all tickets found that have one, 0 to 1.</param>
public sealed record Suggested(string Value, string? Name, double Share, IReadOnlyList<Evidence> Because);

/// <summary>How a similar ticket was solved.</summary>
public sealed record SuggestedSolution(string Resolution, string? CauseCode, DateTimeOffset ResolvedAt, Evidence Because);

/// <summary>What similar past tickets suggest, the strongest first; each at most three.</summary>
public sealed record SuggestionView(
    IReadOnlyList<Suggested> Categories, IReadOnlyList<Suggested> Products, IReadOnlyList<Suggested> FaultClasses, IReadOnlyList<SuggestedSolution> Solutions);

/// <summary>Suggestions out of solved tickets: full text finds them, common words and trigrams of the subject weigh them. Nothing is decided by itself.</summary>
internal static class Suggestions
{
    private const int AskedWords = 40;
    private const double LeastSimilarity = 0.12;

    /// <summary>$1 tenant, $2 words as a query, $3 the words, $4 subject, $5 product, $6 not this ticket.</summary>
    private const string Read = """
        SELECT s.ticket_id, s.number, s.subject, s.category, s.fault_class, s.product_id, s.product_name, s.resolution, s.cause_code, s.resolved_at,
               ARRAY(SELECT w FROM unnest(tsvector_to_array(s.words)) w WHERE w = ANY($3)), length(s.words)
        """;

    private const string From = """
        FROM (
            SELECT x.*, ts_rank(x.words, $2::tsquery, 2) AS rank FROM solved_tickets x
            WHERE x.tenant = $1 AND (x.words @@ $2::tsquery
        """;

    private const string Where = """
            ) AND ($5::uuid IS NULL OR x.product_id = $5 OR x.product_id IS NULL) AND x.ticket_id <> $6
            ORDER BY rank DESC, x.resolved_at DESC LIMIT 50) s
        """;

    private const string WithTrigrams = $"{Read}, similarity(s.subject, $4) {From} OR x.subject % $4 {Where}";
    private const string Without = $"{Read}, 0::real {From} {Where}";

    public static IEndpointRouteBuilder MapSuggestions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/work/{ticketId:guid}/suggestions", OfTicketAsync).RequireRoles(Roles.Staff).WithTags("work")
            .WithSummary("What similar solved tickets suggest for this one, with evidence. 404 ticket.not-found.");
        return app;
    }

    public static Task<SuggestionView> AskAsync(SuggestionRequest r, Caller caller, NpgsqlDataSource data, CancellationToken ct) =>
        FindAsync(data, caller.Tenant, r.Subject, r.Text, r.ProductId, Guid.Empty, ct);

    private static async Task<SuggestionView> OfTicketAsync(Guid ticketId, Caller caller, DispatchDb db, NpgsqlDataSource data, CancellationToken ct)
    {
        var ticket = await db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && t.Id == ticketId)
            .Select(t => new { t.Subject, t.ProductId }).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("ticket.not-found");
        var report = await db.TicketReports.AsNoTracking().SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.TicketId == ticketId, ct);
        return await FindAsync(data, caller.Tenant, ticket.Subject, report?.Facts.Text, ticket.ProductId, ticketId, ct);
    }

    private static async Task<SuggestionView> FindAsync(
        NpgsqlDataSource data, string tenant, string subject, string? text, Guid? product, Guid not, CancellationToken ct)
    {
        var words = SearchWords.Of($"{subject}\n{text}", AskedWords);
        if (words.Count == 0) return new SuggestionView([], [], [], []);
        var found = await ReadAsync(data, tenant, words, subject, product, not, ct);
        // A word that most of what was found has says little.
        var frequency = found.SelectMany(f => f.Words).GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var similar = found.Select(f => (Ticket: f, Because: Evidence(f, words.Count, frequency)))
            .Where(s => s.Because.Similarity >= LeastSimilarity)
            .OrderByDescending(s => s.Because.Similarity).ThenByDescending(s => s.Ticket.ResolvedAt).Take(20).ToList();
        return new SuggestionView(
            Voted(similar, f => f.Category, _ => null),
            product is null ? Voted(similar, f => f.ProductId?.ToString(), f => f.ProductName) : [],
            Voted(similar, f => f.FaultClass, _ => null),
            [.. similar.Where(s => s.Ticket.Resolution.Length > 0).DistinctBy(s => s.Ticket.Resolution.Trim(), StringComparer.OrdinalIgnoreCase).Take(3)
                .Select(s => new SuggestedSolution(s.Ticket.Resolution, s.Ticket.CauseCode, s.Ticket.ResolvedAt, s.Because))]);
    }

    private static Evidence Evidence(Found f, int asked, Dictionary<string, int> frequency)
    {
        var dice = 2.0 * f.Words.Length / (asked + Math.Max(f.Length, 1));
        var covered = (double)f.Words.Length / asked;
        var similarity = Math.Min(1, Math.Max(0.5 * dice + 0.5 * covered, 0.9 * f.Trigrams));
        return new Evidence(f.TicketId, f.Number, f.Subject, Math.Round(similarity, 3), [.. f.Words.OrderBy(w => frequency[w]).ThenBy(w => w, StringComparer.Ordinal).Take(8)]);
    }

    private static IReadOnlyList<Suggested> Voted(
        List<(Found Ticket, Evidence Because)> similar, Func<Found, string?> value, Func<Found, string?> name)
    {
        var voters = similar.Where(s => value(s.Ticket) is not null).ToList();
        var all = voters.Sum(v => v.Because.Similarity);
        return
        [
            .. voters.GroupBy(v => value(v.Ticket)!, StringComparer.OrdinalIgnoreCase)
                .Select(g => new Suggested(g.Key, name(g.First().Ticket), Math.Round(g.Sum(v => v.Because.Similarity) / all, 3), [.. g.Take(3).Select(v => v.Because)]))
                .OrderByDescending(s => s.Share).ThenBy(s => s.Value, StringComparer.Ordinal).Take(3),
        ];
    }

    private static async Task<List<Found>> ReadAsync(
        NpgsqlDataSource data, string tenant, IReadOnlyList<string> words, string subject, Guid? product, Guid not, CancellationToken ct)
    {
        await using var connection = await data.OpenConnectionAsync(ct);
        await using var known = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')", connection);
        var trigrams = await known.ExecuteScalarAsync(ct) is true;
        await using var find = new NpgsqlCommand(trigrams ? WithTrigrams : Without, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = tenant },
                new NpgsqlParameter<string> { TypedValue = string.Join(" | ", words.Select(Quoted)) },
                new NpgsqlParameter<string[]> { TypedValue = [.. words] },
                new NpgsqlParameter<string> { TypedValue = subject },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid, Value = (object?)product ?? DBNull.Value },
                new NpgsqlParameter<Guid> { TypedValue = not },
            },
        };
        await using var r = await find.ExecuteReaderAsync(ct);
        List<Found> found = [];
        while (await r.ReadAsync(ct))
            found.Add(new Found(
                r.GetGuid(0), r.GetString(1), r.GetString(2), Text(r, 3), Text(r, 4), r.IsDBNull(5) ? null : r.GetGuid(5), Text(r, 6), r.GetString(7), Text(r, 8),
                r.GetFieldValue<DateTimeOffset>(9), r.GetFieldValue<string[]>(10), r.GetInt32(11), r.GetFloat(12)));
        return found;
    }

    private static string Quoted(string word) => $"'{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private sealed record Found(
        Guid TicketId, string Number, string Subject, string? Category, string? FaultClass, Guid? ProductId, string? ProductName, string Resolution,
        string? CauseCode, DateTimeOffset ResolvedAt, string[] Words, int Length, float Trigrams);
}
