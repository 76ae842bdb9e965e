namespace ServiceMesh.Intake.Requests;

/// <summary>The language in which a request wants to be answered.</summary>
internal static class RequestLanguage
{
    /// <summary>Whether Accept-Language prefers Chinese to English; English where it names neither.</summary>
    public static bool IsChinese(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString())
        .FirstOrDefault(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        ?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
}
