using Microsoft.AspNetCore.Components.Authorization;

namespace ServiceMesh.Desk;

/// <summary>Who looks at the screen, in which language and zone: one per circuit, and one per page rendered without one.</summary>
internal sealed class DeskContext(AuthenticationStateProvider provider, IHttpContextAccessor http, TimeProvider time)
{
    private SessionIdentity? _identity;

    /// <summary>Null on pages that need no session.</summary>
    public DeskAccount? Account => Identity?.Account;

    public Words Words => Words.For(Identity?.Language ?? (http.HttpContext is { } context ? Preferences.Language(context, null) : null));

    /// <summary>How times read for this person: in the tenant's zone and their language.</summary>
    public Times Times => new(Words, ZoneOf(Account?.TimeZone), time);

    /// <summary>Times in another zone than the tenant's, for example a calendar's; the tenant's when it is not known.</summary>
    public Times TimesIn(string? zone) => new(Words, ZoneOf(zone ?? Account?.TimeZone), time);

    internal string? Cookie => Identity?.Cookie;

    private SessionIdentity? Identity
    {
        get
        {
            if (_identity is null)
            {
                // Set before the first component renders, by the request or by the circuit's connection: never waited for.
                var state = provider.GetAuthenticationStateAsync();
                _identity = state.IsCompletedSuccessfully ? state.Result.User.Identity as SessionIdentity : null;
            }

            return _identity;
        }
    }

    private static TimeZoneInfo ZoneOf(string? id) =>
        id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
