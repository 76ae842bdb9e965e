using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Notification.Settings;

/// <summary>Seals what a tenant entrusts to us for its providers: addresses that hold keys, signing secrets, tokens.</summary>
public sealed class SecretBox
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;

    /// <summary>Derives its own key from <c>Links:Key</c>.</summary>
    public SecretBox(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var shared = Convert.FromBase64String(configuration["Links:Key"] ?? throw new InvalidOperationException("Links:Key is missing."));
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, info: "notification providers"u8.ToArray());
    }

    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var data = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(data.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(data.AsSpan(0, NonceSize), plain, data.AsSpan(NonceSize, plain.Length), data.AsSpan(NonceSize + plain.Length));
        return Base64Url.EncodeToString(data);
    }

    /// <summary>Throws <see cref="CryptographicException"/> when it was not sealed here.</summary>
    public string Open(string sealedText)
    {
        var data = Base64Url.DecodeFromChars(sealedText);
        if (data.Length < NonceSize + TagSize) throw new CryptographicException("Not a sealed text.");
        var plain = new byte[data.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(data.AsSpan(0, NonceSize), data.AsSpan(NonceSize, plain.Length), data.AsSpan(NonceSize + plain.Length), plain);
        return Encoding.UTF8.GetString(plain);
    }
}
