using System.Globalization;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Persistence;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>Marks a place in a list of calls that is ordered by when they are due.</summary>
internal static class DueCursor
{
    public static string Of(FollowUpRow last) => string.Create(CultureInfo.InvariantCulture, $"{last.DueAt.UtcTicks}_{IdCursor.Of(last.Id)}");

    /// <summary>Null for the first page; 400 <c>request.invalid</c> about <c>cursor</c>.</summary>
    public static (DateTimeOffset At, Guid Id)? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        var parts = cursor.Split('_', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && IdCursor.Read(parts[1]) is { } id
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), id) : throw Problems.InvalidField("cursor", "The cursor is not one of this list.");
    }
}
