namespace ServiceMesh.Gateway.Sessions;

/// <summary>The cookie that holds a session's token: out of reach for scripts, not sent along by other sites' requests.</summary>
public sealed class SessionCookie(IConfiguration configuration)
{
    public const string Name = "sm_session";
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);
    private readonly bool _publicIsSecure = configuration["PublicUrl"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The token that a request carries, or null.</summary>
    public static string? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var token) && token is { Length: > 0 and < 200 } ? token : null;

    /// <summary>Gives the browser a session.</summary>
    public void Set(HttpContext context, string token) => context.Response.Cookies.Append(Name, token, Options(context, LongestLife));

    /// <summary>Takes it away.</summary>
    public void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private CookieOptions Options(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = _publicIsSecure || context.Request.IsHttps,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
