using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Access;

/// <summary>
/// What one session or API key may do, as read at one moment. It is used for 60 seconds at most, and so are the identity tokens
/// that were signed from it: a change of role or an end of session reaches every service well within five minutes.
/// </summary>
public sealed class Access
{
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <summary>Makes the snapshot.</summary>
    public Access(Caller caller, Person? person, long readAt)
    {
        Caller = caller;
        Person = person;
        LimitId = person?.SessionId.ToString() ?? caller.AccountId!;
        ReadAt = readAt;
        Result = AuthenticateResult.Success(new AuthenticationTicket(new(new CallerIdentity(caller, AccessHandler.SchemeName)), AccessHandler.SchemeName));
    }

    public Caller Caller { get; }

    /// <summary>The session's owner; null for an API key.</summary>
    public Person? Person { get; }

    /// <summary>What its rate limit counts by: the session, or the key.</summary>
    public string LimitId { get; }

    /// <summary>When it was read, in the ticks of the process's monotonic clock.</summary>
    public long ReadAt { get; }

    /// <summary>The result that authentication returns for it; it never changes, so one does for all requests.</summary>
    public AuthenticateResult Result { get; }

    /// <summary>Whether this session may only change its password.</summary>
    public bool MustChangePassword => Person is { MustChangePassword: true };

    /// <summary>The identity token for one service, signed once per snapshot.</summary>
    public string TokenFor(string audience, IdentitySigner signer) =>
        _tokens.TryGetValue(audience, out var token) ? token : _tokens.GetOrAdd(audience, static (a, s) => s.Signer.Sign(s.Caller, a), (Caller, Signer: signer));
}

/// <summary>A signed-in person with what screens need of the tenant.</summary>
public sealed record Person(
    Guid SessionId, Guid AccountId, string Email, string Language, bool MustChangePassword,
    string TenantName, string Brand, string TimeZone, IReadOnlyList<string> Languages);

/// <summary>Access to the access of a request.</summary>
internal static class AccessHttpContextExtensions
{
    /// <summary>The signed-in caller's access, or null.</summary>
    public static Access? GetAccess(this HttpContext context) => context.Features.Get<Access>();
}
