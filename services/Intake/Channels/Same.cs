using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Intake.Channels;

/// <summary>Compares what proves somebody, in a time that tells nothing of where it differs.</summary>
internal static class Same
{
    /// <summary>Whether a text is the expected one.</summary>
    public static bool Text(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    /// <summary>Whether base64 or hexadecimal text stands for the expected bytes. Anything unreadable does not.</summary>
    public static bool Base64(ReadOnlySpan<byte> expected, string given)
    {
        Span<byte> bytes = stackalloc byte[64];
        return given.Length <= 88 && Convert.TryFromBase64String(given, bytes, out var length)
            && CryptographicOperations.FixedTimeEquals(bytes[..length], expected);
    }

    /// <summary>The same for hexadecimal digits of either case.</summary>
    public static bool Hex(ReadOnlySpan<byte> expected, string given)
    {
        Span<byte> bytes = stackalloc byte[64];
        return given.Length <= 128 && Convert.FromHexString(given, bytes, out _, out var length) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(bytes[..length], expected);
    }
}
