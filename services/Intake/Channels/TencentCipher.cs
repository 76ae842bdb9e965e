using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// How WeCom and WeChat sign and encrypt callbacks: SHA-1 over the sorted parts; AES-256-CBC with the key's first half as initial
/// vector, padded to 32 bytes; inside 16 random bytes, the length, the message, and whom it is for.
/// </summary>
internal static class TencentCipher
{
    private const int Block = 32;
    private const int RandomBytes = 16;
    private const int LengthBytes = 4;

    /// <summary>How far a callback's time may lie from ours; the platforms name no bound.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The signature over parts, 20 bytes.</summary>
    public static byte[] Sign(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
#pragma warning disable CA5350 // The platforms' own choice; it proves the sender only together with the secret token inside.
        return SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts)));
#pragma warning restore CA5350
    }

    /// <summary>Throws 401 unless a signature over the parts with the request's time and nonce is right and the time is near.</summary>
    public static void Check(PlatformRequest request, string signature, string token, params string[] more)
    {
        var (timestamp, nonce) = (request.Parameter("timestamp"), request.Parameter("nonce"));
        if (token.Length == 0 || !Same.Hex(Sign([token, timestamp, nonce, .. more]), signature))
            throw ChannelFaults.BadSignature();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799
            || (request.Now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Window)
        {
            throw ChannelFaults.OutsideWindow();
        }
    }

    /// <summary>What is encrypted in a request, its signature and time checked first; 401 when anything is wrong.</summary>
    /// <param name="receiver">Whom it must be for.</param>
    public static ReadOnlyMemory<byte> Open(PlatformRequest request, string encrypted, string receiver)
    {
        Check(request, request.Parameter("msg_signature"), request.Channel["token"], encrypted);
        return Decrypt(request.Channel["encodingAesKey"], receiver, encrypted);
    }

    /// <summary>The message; 401 when it was not encrypted with this key for this receiver.</summary>
    public static ReadOnlyMemory<byte> Decrypt(string encodingKey, string receiver, string encrypted)
    {
        var key = Convert.FromBase64String(encodingKey + "=");
        byte[] padded;
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            padded = aes.DecryptCbc(Convert.FromBase64String(encrypted), key.AsSpan(0, RandomBytes), PaddingMode.None);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw ChannelFaults.BadSignature();
        }

        var padding = padded.Length > 0 ? padded[^1] : 0;
        var end = padded.Length - padding;
        if (padding is < 1 or > Block || end < RandomBytes + LengthBytes)
            throw ChannelFaults.BadSignature();
        var length = BinaryPrimitives.ReadInt32BigEndian(padded.AsSpan(RandomBytes));
        const int start = RandomBytes + LengthBytes;
        if (length < 0 || length > end - start
            || !CryptographicOperations.FixedTimeEquals(padded.AsSpan(start + length, end - start - length), Encoding.UTF8.GetBytes(receiver)))
        {
            throw ChannelFaults.BadSignature();
        }

        return padded.AsMemory(start, length);
    }
}
