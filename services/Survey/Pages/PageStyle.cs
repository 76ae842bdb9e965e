using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Survey.Pages;

/// <summary>The pages' style sheet and the policy that allows it and nothing else.</summary>
internal static class PageStyle
{
    private static readonly string s_css = Read();

    public static Html Css { get; } = new(s_css);

    /// <summary>No script, no picture, no frame, no request anywhere; the style sheet by its hash; forms to this page only.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_css)))}'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static string Read()
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream("ServiceMesh.Survey.Pages.page.css")
            ?? throw new InvalidOperationException("The pages' style sheet is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
