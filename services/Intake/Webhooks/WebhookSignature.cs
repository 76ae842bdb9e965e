using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>Signs and checks webhooks as Standard Webhooks says: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class WebhookSignature
{
    /// <summary>How far a webhook's time may lie from ours, either way.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";
    private const int MostSignatures = 8;

    /// <summary>The header <c>webhook-signature</c>.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, string id, long timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Compute(secret, id, timestamp.ToString(CultureInfo.InvariantCulture), body));

    /// <summary>
    /// Whether one of the signatures in the header is right. Each is compared in constant time; several stand there while secrets change.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> secret, string id, string timestamp, ReadOnlySpan<byte> body, string header)
    {
        var expected = Compute(secret, id, timestamp, body);
        var right = false;
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var entry in header.Split(' ', MostSignatures, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(entry[Version.Length..], given, out var length) && length == given.Length)
            {
                right |= CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        return right;
    }

    /// <summary>Whether a time in Unix seconds lies within the window around <paramref name="now"/>; exactly at its edge it does.</summary>
    public static bool IsTimely(string timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= 253_402_300_799 && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Window;

    private static byte[] Compute(ReadOnlySpan<byte> secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
