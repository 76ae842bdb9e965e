namespace ServiceMesh.Desk;

/// <summary>Language and theme of this browser. Both live in a cookie, so that pages come right before any script runs.</summary>
internal static class Preferences
{
    public const string LanguageCookie = "sm_language";
    public const string ThemeCookie = "sm_theme";

    /// <summary>The language to show: chosen in this browser, else the account's, else the best that the browser asks for.</summary>
    public static string Language(HttpContext http, DeskAccount? account)
    {
        var chosen = http.Request.Cookies[LanguageCookie];
        if (chosen is "zh-CN" or "en")
            return chosen;
        if (account is not null)
            return Words.For(account.Language).Tag;
        var asked = http.Request.GetTypedHeaders().AcceptLanguage;
        var best = asked.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString())
            .FirstOrDefault(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return Words.For(best).Tag;
    }

    /// <summary><c>light</c>, <c>dark</c>, or <c>auto</c> for what the device prefers.</summary>
    public static string Theme(HttpContext http) =>
        http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie]! : "auto";

    /// <summary>A path of this site, or the board when somebody smuggled in anything else.</summary>
    public static string SafeReturn(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";

    /// <summary>GET <c>/preferences?language=zh-CN|en&amp;theme=light|dark|auto&amp;returnUrl=/path</c>: remembers the choice, goes back.</summary>
    public static void MapPreferences(this WebApplication app) =>
        app.MapGet("/preferences", (HttpContext http, string? language, string? theme, string? returnUrl) =>
        {
            Remember(http, LanguageCookie, language is "zh-CN" or "en" ? language : null);
            Remember(http, ThemeCookie, theme is "light" or "dark" or "auto" ? theme : null);
            return Results.LocalRedirect(SafeReturn(returnUrl));
        }).AllowAnonymous().ExcludeFromDescription();

    private static void Remember(HttpContext http, string cookie, string? value)
    {
        if (value is not null)
            http.Response.Cookies.Append(cookie, value, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                Path = "/",
            });
    }
}
