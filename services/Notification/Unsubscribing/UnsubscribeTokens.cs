using System.Buffers.Text;
using System.Security.Cryptography;

namespace ServiceMesh.Notification.Unsubscribing;

/// <summary>
/// Tokens of the links by which somebody ends a kind of message: the delivery's id and a keyed hash of it. Nothing is stored that could open
/// such a link, and the link names nobody.
/// </summary>
public sealed class UnsubscribeTokens
{
    private const int IdBytes = 16;
    private const int MacBytes = 16;
    private readonly byte[] _key;

    /// <summary>Derives its own key from <c>Links:Key</c>.</summary>
    public UnsubscribeTokens(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var shared = Convert.FromBase64String(configuration["Links:Key"] ?? throw new InvalidOperationException("Links:Key is missing."));
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, info: "notification unsubscribe"u8.ToArray());
    }

    public string Of(Guid delivery)
    {
        Span<byte> token = stackalloc byte[IdBytes + MacBytes];
        delivery.TryWriteBytes(token, bigEndian: true, out _);
        Mac(token[..IdBytes]).AsSpan(0, MacBytes).CopyTo(token[IdBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The delivery; null for anything that was not made here.</summary>
    public Guid? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        if (!Base64Url.IsValid(token, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(token, bytes, out _)) return null;
        return CryptographicOperations.FixedTimeEquals(bytes[IdBytes..], Mac(bytes[..IdBytes]).AsSpan(0, MacBytes)) ? new Guid(bytes[..IdBytes], bigEndian: true) : null;
    }

    private byte[] Mac(ReadOnlySpan<byte> id) => HMACSHA256.HashData(_key, id);
}
