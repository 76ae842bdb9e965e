using System.Buffers.Text;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification;

/// <summary>Marks a place in a list that is ordered by id, the newest first.</summary>
internal static class Cursor
{
    public static string Of(Guid last) => Base64Url.EncodeToString(last.ToByteArray(bigEndian: true));

    /// <summary>Null stays null; anything that is no cursor is 400 <c>request.invalid</c>.</summary>
    public static Guid? Read(string? cursor)
    {
        if (cursor is null) return null;
        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.IsValid(cursor, out var length) && length == 16 && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            ? new Guid(bytes, bigEndian: true)
            : throw Problems.InvalidField("cursor", "The cursor is not one of ours.");
    }
}
