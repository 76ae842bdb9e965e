using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceMesh.Contracts;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Checks the gateway's tokens: signature (ES256), issuer, audience, time and the five-minute limit. Tokens that passed are
/// remembered until they expire, because the gateway sends the same one for minutes and a signature check costs as much as a query.
/// </summary>
public sealed class IdentityTokenReader : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly MemoryCache _accepted = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private readonly TokenValidationParameters _rules;
    private readonly TimeProvider _time;
    private readonly string _scheme;

    /// <summary>Reads <c>Identity:PublicKey</c> (one PEM, or several after each other while keys are rotated).</summary>
    public IdentityTokenReader(string audience, IConfiguration configuration, TimeProvider time, string scheme)
    {
        _time = time;
        _scheme = scheme;
        _rules = new TokenValidationParameters
        {
            ValidIssuer = IdentityTokens.Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = ReadKeys(configuration["Identity:PublicKey"]),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsInTime,
        };
    }

    /// <summary>The caller's principal, or null when the token is not one of the gateway's for this service and this time.</summary>
    public async ValueTask<ClaimsPrincipal?> ReadAsync(string token)
    {
        if (_accepted.TryGetValue(token, out Accepted? known) && known!.Expires > _time.GetUtcNow())
            return known.Principal;
        var result = await _handler.ValidateTokenAsync(token, _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || ReadCaller(jwt) is not { } caller)
            return null;
        var accepted = new Accepted(new ClaimsPrincipal(new CallerIdentity(caller, _scheme)), jwt.ValidTo + ClockSkew);
        using var entry = _accepted.CreateEntry(token);
        entry.Value = accepted;
        entry.Size = 1;
        entry.AbsoluteExpirationRelativeToNow = IdentityTokens.MaximumLife;
        return accepted.Principal;
    }

    public void Dispose() => _accepted.Dispose();

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var issued = (token as JsonWebToken)?.IssuedAt ?? default;
        return expires is { } end && issued != default
            && end - issued <= IdentityTokens.MaximumLife
            && issued - ClockSkew <= now && (notBefore ?? issued) - ClockSkew <= now
            && now < end + ClockSkew;
    }

    private static Caller? ReadCaller(JsonWebToken jwt)
    {
        if (!jwt.TryGetPayloadValue(IdentityTokens.Tenant, out string tenant) || string.IsNullOrEmpty(tenant)
            || !jwt.TryGetPayloadValue(IdentityTokens.Kind, out string kindText)
            || !Enum.TryParse<ActorKind>(kindText, ignoreCase: true, out var kind) || kind == ActorKind.System)
            return null;
        jwt.TryGetPayloadValue("name", out string? name);
        Guid? contact = jwt.TryGetPayloadValue(IdentityTokens.Contact, out string contactText) && Guid.TryParse(contactText, out var id)
            ? id : null;
        string[] roles = [.. jwt.Claims.Where(c => c.Type == IdentityTokens.Role).Select(c => c.Value)];
        return new Caller(tenant, string.IsNullOrEmpty(jwt.Subject) ? null : jwt.Subject, name ?? "", roles, contact, kind);
    }

    private static List<SecurityKey> ReadKeys(string? pem)
    {
        if (string.IsNullOrWhiteSpace(pem))
            throw new InvalidOperationException("Identity:PublicKey (PEM) is not set: without it no caller can be recognised.");
        const string end = "-----END PUBLIC KEY-----";
        var keys = new List<SecurityKey>();
        foreach (var part in pem.Replace("\\n", "\n", StringComparison.Ordinal).Split(end, StringSplitOptions.RemoveEmptyEntries))
        {
            if (string.IsNullOrWhiteSpace(part))
                continue;
            var key = ECDsa.Create();
            key.ImportFromPem(part + end);
            keys.Add(new ECDsaSecurityKey(key));
        }

        return keys;
    }

    private sealed record Accepted(ClaimsPrincipal Principal, DateTimeOffset Expires);
}
