using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Survey.Pages;

/// <summary>The pages' style sheet and the policy that allows it and nothing else.</summary>
internal static class PageStyle
{
    private static readonly string s_css = Read();

    public static Html Css { get; } = new(s_css);

    /// <summary>The policy of pages that have this style sheet only.</summary>
    public static string ContentSecurityPolicy { get; } = PolicyFor(s_css);

    /// <summary>The style sheet with a form's own rules behind it, and the policy that allows just that.</summary>
    public static (Html Css, string Policy) With(string own) => own.Length == 0 ? (Css, ContentSecurityPolicy) : (new Html(s_css + own), PolicyFor(s_css + own));

    /// <summary>No script, no picture, no frame, no request anywhere; the style sheet by its hash; forms to this page only.</summary>
    private static string PolicyFor(string css) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)))}'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static string Read()
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream("ServiceMesh.Survey.Pages.page.css")
            ?? throw new InvalidOperationException("The pages' style sheet is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
