using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Access;

/// <summary>Signs what services believe about a caller: ES256, for one audience, good for four minutes.</summary>
public sealed class IdentitySigner : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(4);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly ECDsa _key;
    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _time;

    /// <summary>Reads <c>Identity:SigningKey</c>, the PEM of a private key on P-256.</summary>
    public IdentitySigner(IConfiguration configuration, TimeProvider time)
    {
        var pem = configuration["Identity:SigningKey"];
        if (string.IsNullOrWhiteSpace(pem))
            throw new InvalidOperationException("Identity:SigningKey (PEM, EC P-256) is not set: without it no service would believe the gateway.");
        _key = ECDsa.Create();
        _key.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
        // Its own factory: the shared one would keep this key's signer for others after this one is disposed.
        _credentials = new SigningCredentials(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory(),
        };
        _time = time;
    }

    /// <summary>A token that tells <paramref name="audience"/> who calls.</summary>
    public string Sign(Caller caller, string audience)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["name"] = caller.Name,
            [IdentityTokens.Tenant] = caller.Tenant,
            [IdentityTokens.Role] = caller.Roles.ToArray(),
            [IdentityTokens.Kind] = caller.Kind.ToString().ToLowerInvariant(),
        };
        if (caller.AccountId is not null)
            claims["sub"] = caller.AccountId;
        if (caller.ContactId is { } contact)
            claims[IdentityTokens.Contact] = contact.ToString();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = IdentityTokens.Issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    public void Dispose() => _key.Dispose();
}
