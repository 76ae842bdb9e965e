using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServiceMesh.Testing;

/// <summary>Stands in for the gateway: signs identity tokens with a key pair made for this test process.</summary>
public static class TestIdentity
{
    /// <summary>The header that carries the token.</summary>
    public const string Header = "X-ServiceMesh-Identity";

    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The configuration that makes a service trust these tokens, with a key for links beside it.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Identity:PublicKey"] = s_key.ExportSubjectPublicKeyInfoPem(),
        ["Identity:SigningKey"] = s_key.ExportPkcs8PrivateKeyPem(),
        ["Links:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
    };

    /// <summary>A token as the gateway would make it, good for five minutes.</summary>
    /// <param name="audience">The service's name.</param>
    /// <param name="tenant">The tenant's key.</param>
    /// <param name="sub">The account or key; a new one when null.</param>
    /// <param name="name">The name to show.</param>
    /// <param name="roles">The roles; none when null.</param>
    /// <param name="contact">The contact, for customers.</param>
    /// <param name="kind"><c>staff</c>, <c>customer</c> or <c>integration</c>.</param>
    /// <param name="issuedAt">Now when null; another time makes one that is expired or not valid yet.</param>
    /// <param name="key">A running gateway's key instead of this process's own.</param>
    public static string Token(
        string audience,
        string tenant = "default",
        string? sub = null,
        string name = "Test",
        IEnumerable<string>? roles = null,
        Guid? contact = null,
        string kind = "staff",
        DateTimeOffset? issuedAt = null,
        ECDsa? key = null)
    {
        var issued = (issuedAt ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "servicemesh-gateway", ["aud"] = audience, ["iat"] = issued, ["nbf"] = issued, ["exp"] = issued + 300,
            ["tenant"] = tenant, ["sub"] = sub ?? Guid.CreateVersion7().ToString(), ["name"] = name,
            ["role"] = (roles ?? []).ToArray(), ["kind"] = kind,
        };
        if (contact is not null) claims["contact"] = contact.Value.ToString();
        var content = $"{Encode(new { alg = "ES256", typ = "JWT" })}.{Encode(claims)}";
        var signature = (key ?? s_key).SignData(System.Text.Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
