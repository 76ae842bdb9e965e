using System.Globalization;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>A place in a list of scorecards: count and id of the last shown.</summary>
internal static class CardCursor
{
    public static string Write((Guid Id, long Count) last) => string.Create(CultureInfo.InvariantCulture, $"{last.Count}_{last.Id:N}");

    /// <summary>400 <c>cursor.invalid</c>.</summary>
    public static (long Count, Guid Id)? Read(string? cursor)
    {
        if (cursor is null) return null;
        var parts = cursor.Split('_');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Guid.TryParseExact(parts[1], "N", out var id)
            ? (count, id) : throw Problems.Invalid("cursor.invalid");
    }
}
