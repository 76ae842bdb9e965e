using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">1 to 200 items; 50 when not given.</param>
/// <param name="Cursor">The <c>next</c> of the page before.</param>
public sealed record PageQuery(int? Limit, string? Cursor)
{
    private const int Default = 50;
    private const int Most = 200;

    /// <summary>Items wanted; 400 outside 1 to 200.</summary>
    public int Size => Limit switch
    {
        null => Default,
        >= 1 and <= Most => Limit.Value,
        _ => throw Problems.InvalidField("limit", $"limit must be between 1 and {Most}."),
    };

    /// <summary>The last id of the page before, or null for the first page; 400 for anything that is no cursor.</summary>
    public Guid? After => IdCursor.Read(Cursor);
}

/// <summary>A part of a list.</summary>
/// <param name="Items">What was found.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    /// <summary>Makes a page of rows that were read with one more than wanted.</summary>
    public static Page<T> Of<T>(List<T> rows, int size, Func<T, Guid> id)
    {
        if (rows.Count <= size)
            return new Page<T>(rows, null);
        rows.RemoveRange(size, rows.Count - size);
        return new Page<T>(rows, IdCursor.Of(id(rows[^1])));
    }
}
