using System.Linq.Expressions;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Board;

/// <summary>What a text was found in: few tickets, named, or too many to name, which are then met soon by going through the list itself.</summary>
/// <param name="Few">The tickets; null when there are many.</param>
internal sealed record BoardMatches(string Pattern, IReadOnlyList<Guid>? Few);

/// <summary>
/// The board's text search, before its filters. Each way is bounded by what is found, not by the number of tickets: a whole number by its index,
/// a word by its trigrams or, in two Chinese, Japanese or Korean characters, by this pair. What is in a good part of all texts is not looked for
/// by an index, which would name all of it first: the beginning of the list holds a page of it.
/// </summary>
internal static partial class BoardSearch
{
    /// <summary>More matches than this are not named.</summary>
    private const int Most = 2_000;

    private const string ExpectedByText = "EXPLAIN (FORMAT JSON) SELECT 1 FROM ticket_texts WHERE tenant = $1 AND text ILIKE $2";

    private const string ExpectedByPair = "EXPLAIN (FORMAT JSON) SELECT 1 FROM ticket_texts WHERE tenant = $1 AND search_pairs(text) @> ARRAY[$2]";

    /// <summary>So far a list is gone through for what is common, before the indexes are asked after all.</summary>
    public const int Near = 10_000;

    /// <summary>The text with its wildcards taken literally; null when nothing is looked for.</summary>
    public static string? Pattern(string? text) => string.IsNullOrEmpty(text)
        ? null
        : $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>Tickets whose row holds it: what the index of texts is made of.</summary>
    public static Expression<Func<Ticket, bool>> Holds(string pattern) =>
        t => EF.Functions.ILike(t.Number + "\n" + t.Subject + "\n" + (t.CustomerName ?? ""), pattern);

    /// <summary>
    /// Whether PostgreSQL's statistics expect more matches than are named. They may be wrong: then the search costs more, and finds the same.
    /// </summary>
    public static async Task<bool> IsCommonAsync(DispatchDb db, string tenant, string text, string pattern, CancellationToken ct)
    {
        var pair = Pair().IsMatch(text);
        if (Number().IsMatch(text) || (!pair && text.Length <= 2)) return false;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var explain = new NpgsqlCommand(pair ? ExpectedByPair : ExpectedByText, (NpgsqlConnection)db.Database.GetDbConnection())
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<string> { TypedValue = pair ? text : pattern } },
            };
            var plan = (string)(await explain.ExecuteScalarAsync(ct))!;
            using var read = JsonDocument.Parse(plan);
            return read.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble() > 2 * Most;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public static async Task<BoardMatches> FindAsync(DispatchDb db, string tenant, string text, string pattern, CancellationToken ct)
    {
        if (Number().IsMatch(text))
        {
            var number = text.ToUpperInvariant();
            var named = await db.Tickets.Where(t => t.Tenant == tenant && t.Number == number).Select(t => t.Id).ToListAsync(ct);
            if (named.Count > 0) return new BoardMatches(pattern, named);
        }

        // Apart from its limit the search is planned for all that it finds: then it goes by the index, however seldom the text is.
        var found = Pair().IsMatch(text)
            ? db.Database.SqlQuery<Guid>($"""
                WITH hit AS MATERIALIZED (SELECT ticket_id FROM ticket_texts WHERE tenant = {tenant} AND search_pairs(text) @> ARRAY[{text}])
                SELECT ticket_id AS "Value" FROM hit LIMIT {Most + 1}
                """)
            : text.Length > 2
                ? db.Database.SqlQuery<Guid>($"""
                    WITH hit AS MATERIALIZED (SELECT ticket_id FROM ticket_texts WHERE tenant = {tenant} AND text ILIKE {pattern})
                    SELECT ticket_id AS "Value" FROM hit LIMIT {Most + 1}
                    """)
                : null;
        // One letter, or two, are in too many texts to look for.
        if (found is null) return new BoardMatches(pattern, null);
        var few = await found.ToListAsync(ct);
        return new BoardMatches(pattern, few.Count > Most ? null : few);
    }

    /// <summary>As Intake writes them.</summary>
    [GeneratedRegex("^[A-Za-z]{1,8}-[0-9]{8}-[0-9]{1,12}$")]
    private static partial Regex Number();

    /// <summary>As the function search_pairs takes pairs out of a text.</summary>
    [GeneratedRegex("^[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]{2}$")]
    private static partial Regex Pair();
}
