using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// Encrypts channels' signing secrets for storage: AES-256-GCM with a key derived from <c>Links:Key</c>, bound to the channel, so that a
/// row copied to another channel does not open.
/// </summary>
public sealed class SecretBox
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;

    /// <summary>Derives the key; throws when <c>Links:Key</c> is not 32 bytes in base64.</summary>
    public SecretBox(IConfiguration configuration)
    {
        var master = Convert.FromBase64String(configuration["Links:Key"] ?? "");
        if (master.Length != 32)
            throw new InvalidOperationException("Links:Key must be 32 bytes in base64.");
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: "servicemesh/intake/channel-secrets/1"u8.ToArray());
    }

    /// <summary>A secret of 32 random bytes.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    /// <summary>How a secret is handed out: <c>whsec_</c> and base64.</summary>
    public static string Show(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    /// <summary>The stored form of a channel's secret; what is sealed for one purpose does not open for another.</summary>
    public byte[] Seal(Guid channel, byte[] secret, string purpose = "")
    {
        var data = new byte[NonceSize + secret.Length + TagSize];
        var nonce = data.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, secret, data.AsSpan(NonceSize, secret.Length), data.AsSpan(NonceSize + secret.Length), Bind(channel, purpose));
        return data;
    }

    /// <summary>The secret of a channel; throws <see cref="CryptographicException"/> when it was sealed for another or with another key.</summary>
    public byte[] Open(Guid channel, ReadOnlySpan<byte> stored, string purpose = "")
    {
        if (stored.Length <= NonceSize + TagSize)
            throw new CryptographicException("Not a sealed secret.");
        var secret = new byte[stored.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(stored[..NonceSize], stored.Slice(NonceSize, secret.Length), stored[(NonceSize + secret.Length)..], secret, Bind(channel, purpose));
        return secret;
    }

    private static byte[] Bind(Guid channel, string purpose) => Encoding.ASCII.GetBytes(channel.ToString("N") + purpose);
}
