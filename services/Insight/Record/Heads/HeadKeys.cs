using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>
/// The keys of the record, which no database has: <c>Record:SigningKey</c> (EC P-256, PEM) signs; <c>Record:TrustedKeys</c> holds the public
/// keys of earlier ones (PEM, any number), so that old heads can still be checked after a change of key.
/// </summary>
public sealed partial class HeadKeys : IDisposable
{
    private readonly Dictionary<string, ECDsa> _trusted = [];
    private readonly ECDsa? _signing;

    /// <summary>Reads the settings; a key that is none stops the start.</summary>
    public HeadKeys(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration["Record:SigningKey"] is { Length: > 0 } pem)
        {
            _signing = Import(pem);
            PublicKey = _signing.ExportSubjectPublicKeyInfoPem();
            KeyId = Trust(PublicKey);
        }
        foreach (Match key in PublicKeys().Matches(configuration["Record:TrustedKeys"] ?? "")) Trust(key.Value);
    }

    /// <summary>False while no key is given: then days are not closed, and verification says so.</summary>
    public bool CanSign => _signing is not null;

    /// <summary>The first 16 hex digits of the SHA-256 of the public key; empty without a key.</summary>
    public string KeyId { get; } = "";

    /// <summary>PEM; empty without a key.</summary>
    public string PublicKey { get; } = "";

    /// <summary>Signs (ECDSA, SHA-256, IEEE P1363 form).</summary>
    public byte[] Sign(SignedHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        lock (_trusted) return (_signing ?? throw new InvalidOperationException("Record:SigningKey is not set.")).SignData(head.Text(), HashAlgorithmName.SHA256);
    }

    /// <summary>Whether the signature is this key's over this head; null when the key is none of ours.</summary>
    public bool? Verify(SignedHead head, string keyId, byte[] signature)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(keyId);
        lock (_trusted) return _trusted.TryGetValue(keyId, out var key) ? key.VerifyData(head.Text(), signature, HashAlgorithmName.SHA256) : null;
    }

    public void Dispose()
    {
        _signing?.Dispose();
        foreach (var key in _trusted.Values) key.Dispose();
    }

    private string Trust(string pem)
    {
        var key = Import(pem);
        var id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
        if (!_trusted.TryAdd(id, key)) key.Dispose();
        return id;
    }

    private static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException("A key of Record:SigningKey or Record:TrustedKeys is no EC key in PEM.", e);
        }
    }

    [GeneratedRegex("-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", RegexOptions.Singleline)]
    private static partial Regex PublicKeys();
}
