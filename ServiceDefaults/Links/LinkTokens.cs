using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ServiceMesh.ServiceDefaults;

/// <summary>A new secret link token in its three forms.</summary>
/// <param name="Token">What stands in the link: 192 random bits, base64url. Never stored, never logged.</param>
/// <param name="Hash">What is stored to recognise it: SHA-256, lower-case hex.</param>
/// <param name="Sealed">What travels in events: encrypted with the key the minting service and Notification share.</param>
public sealed record LinkToken(string Token, string Hash, string Sealed);

/// <summary>Makes and opens the tokens of progress and survey links. Needs <c>Links:Key</c>, 32 bytes in base64.</summary>
public sealed class LinkTokens
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key;

    /// <summary>Reads the key; throws when it is missing or not 32 bytes long.</summary>
    public LinkTokens(IConfiguration configuration)
    {
        var key = configuration["Links:Key"];
        _key = string.IsNullOrWhiteSpace(key) ? [] : Convert.FromBase64String(key);
        if (_key.Length != 32)
            throw new InvalidOperationException("Links:Key must be 32 bytes in base64.");
    }

    /// <summary>A new token.</summary>
    public LinkToken Mint()
    {
        Span<byte> random = stackalloc byte[24];
        RandomNumberGenerator.Fill(random);
        var token = Base64Url.EncodeToString(random);
        return new LinkToken(token, Hash(token), Seal(token));
    }

    /// <summary>The token inside a sealed one; throws <see cref="CryptographicException"/> when it was not sealed with this key.</summary>
    public string Open(string sealedToken)
    {
        byte[] data;
        try
        {
            data = Base64Url.DecodeFromChars(sealedToken);
        }
        catch (FormatException e)
        {
            throw new CryptographicException("Not a sealed token.", e);
        }

        if (data.Length <= NonceSize + TagSize)
            throw new CryptographicException("Not a sealed token.");
        var text = new byte[data.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(data.AsSpan(0, NonceSize), data.AsSpan(NonceSize, text.Length), data.AsSpan(NonceSize + text.Length), text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>The stored form of a token that came in with a request. Any text may be passed.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private string Seal(string token)
    {
        var text = Encoding.ASCII.GetBytes(token);
        var data = new byte[NonceSize + text.Length + TagSize];
        RandomNumberGenerator.Fill(data.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(data.AsSpan(0, NonceSize), text, data.AsSpan(NonceSize, text.Length), data.AsSpan(NonceSize + text.Length));
        return Base64Url.EncodeToString(data);
    }
}
