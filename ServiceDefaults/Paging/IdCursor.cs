using System.Buffers.Text;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Marks a place in a list that is ordered by id.</summary>
public static class IdCursor
{
    /// <summary>The cursor of the page after this id: 22 characters.</summary>
    public static string Of(Guid last) => Base64Url.EncodeToString(last.ToByteArray(bigEndian: true));

    /// <summary>The id; null for the first page (nothing, or an empty text). Anything that is no cursor is 400 <c>request.invalid</c> about <c>cursor</c>.</summary>
    public static Guid? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.IsValid(cursor, out var length) && length == 16 && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            ? new Guid(bytes, bigEndian: true)
            : throw Problems.InvalidField("cursor", "The cursor is not one of this list.");
    }
}
