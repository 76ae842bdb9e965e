using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace ServiceMesh.Desk;

/// <summary>What the board shows, as its own address says it: a filtered board can be bookmarked and sent to a colleague.</summary>
/// <param name="Clock"><c>breached</c> or <c>soon</c>: only tickets that the counter of this name counts.</param>
public sealed record BoardQuery(
    string? State = null,
    string? Team = null,
    bool Mine = false,
    int? Severity = null,
    string? Search = null,
    string? Sort = null,
    string? Clock = null,
    int Limit = BoardQuery.PageSize)
{
    public const int PageSize = 60;

    /// <summary>The gateway's cap on one page.</summary>
    public const int MostAtOnce = 200;

    /// <summary>More than anybody reads: further down a filter helps more than another page.</summary>
    public const int MostRows = 1_000;

    public bool Filtered => State is not null || Team is not null || Mine || Severity is not null || !string.IsNullOrEmpty(Search) || Clock is not null;

    /// <summary>The address of this board in the Desk.</summary>
    public string ToPage() => QueryHelpers.AddQueryString("/", Pairs([
        ("state", State), ("team", Team), ("mine", Mine ? "true" : null), ("severity", Text(Severity)),
        ("q", Search), ("sort", Sort), ("clock", Clock)]));

    /// <summary>The query of <c>GET /api/v1/board</c>.</summary>
    /// <param name="have">Rows that the pages before have brought.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public string ToApi(int have = 0, string? cursor = null) => QueryHelpers.AddQueryString("", Pairs([
        ("open", State is null ? "true" : null), ("state", State), ("team", Team), ("engineer", Mine ? "me" : null), ("severity", Text(Severity)),
        ("q", Search), ("due", Clock is "breached" or "soon" ? Clock : null), ("sort", Sort ?? "due"), ("limit", Text(Math.Clamp(Limit - have, 1, MostAtOnce))), ("cursor", cursor)]));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, string?>> Pairs((string Key, string? Value)[] pairs) =>
        pairs.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Key, p.Value));
}
