using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Gateway.Access;

/// <summary>Session tokens and API keys: 256 random bits each, of which only hashes are stored.</summary>
internal static class Secrets
{
    private const string KeyPrefix = "smk_";
    private const int IdLength = 32;

    /// <summary>256 random bits, base64url, 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The key as its owner gets it: <c>smk_{id}_{secret}</c>.</summary>
    public static string FormatKey(Guid id, string secret) => $"{KeyPrefix}{id:N}_{secret}";

    /// <summary>Takes a key apart; false when it does not look like one.</summary>
    public static bool TryParseKey(string key, out Guid id, out string secret)
    {
        id = default;
        secret = "";
        if (key.Length <= KeyPrefix.Length + IdLength + 1 || key.Length > 200
            || !key.StartsWith(KeyPrefix, StringComparison.Ordinal) || key[KeyPrefix.Length + IdLength] != '_'
            || !Guid.TryParseExact(key.AsSpan(KeyPrefix.Length, IdLength), "N", out id))
            return false;
        secret = key[(KeyPrefix.Length + IdLength + 1)..];
        return true;
    }
}
