using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace ServiceMesh.Desk;

/// <summary>What the board shows, as its own address says it: a filtered board can be bookmarked and sent to a colleague.</summary>
/// <param name="Clock"><c>breached</c> or <c>soon</c>: only tickets with such a clock.</param>
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
    public const int MostRows = 200;

    public bool Filtered => State is not null || Team is not null || Mine || Severity is not null || !string.IsNullOrEmpty(Search) || Clock is not null;

    /// <summary>The address of this board in the Desk.</summary>
    public string ToPage() => QueryHelpers.AddQueryString("/", Pairs([
        ("state", State), ("team", Team), ("mine", Mine ? "true" : null), ("severity", Text(Severity)),
        ("q", Search), ("sort", Sort), ("clock", Clock)]));

    /// <summary>The query of <c>GET /api/v1/board</c>. A clock's filter needs the rows by due time: the overdue come first.</summary>
    public string ToApi() => QueryHelpers.AddQueryString("", Pairs([
        ("open", State is null ? "true" : null), ("state", State), ("team", Team), ("engineer", Mine ? "me" : null), ("severity", Text(Severity)),
        ("q", Search), ("sort", Clock is not null ? "due" : Sort ?? "due"),
        ("limit", Text(Clock is not null ? MostRows : Math.Min(Limit, MostRows)))]));

    /// <summary>Whether a row belongs on a board that is filtered by its clocks.</summary>
    public bool Shows(BoardRow row, DateTimeOffset now) => Clock switch
    {
        "breached" => row.Clocks.Any(c => ClockFace.Of(c, now).Look == ClockLook.Overdue),
        "soon" => row.Clocks.Any(c => ClockFace.Of(c, now).Look is ClockLook.Hot or ClockLook.Warm),
        _ => true,
    };

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, string?>> Pairs((string Key, string? Value)[] pairs) =>
        pairs.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Key, p.Value));
}
