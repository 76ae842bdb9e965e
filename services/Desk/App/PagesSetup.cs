using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Radzen;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk;

/// <summary>Razor components, interactive over a circuit; pages marked <see cref="LightPageAttribute"/> are plain HTML.</summary>
internal static class PagesSetup
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            o.DisconnectedCircuitMaxRetained = 200;
        });
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddScoped<DeskContext>();
        // Chinese as it is, not as numbers: half the bytes, and readable.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(o => o.Cookie.Name = "sm_form");
        services.AddResponseCompression(o =>
        {
            // Pages hold no secret beside text that a stranger chooses except the form token, which is random for each response.
            o.EnableForHttps = true;
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            // Desk listens on the inner network only, where the gateway is the one that talks to it.
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            o.KnownIPNetworks.Clear();
            o.KnownProxies.Clear();
        });

        builder.AddKeys();
    }

    /// <summary>Keys of the form tokens, in a directory of their own. To encrypt them would take a key that lay beside them.</summary>
    private static void AddKeys(this WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("servicemesh-desk");
        if (builder.Configuration["DataProtection:Keys"] is not { Length: > 0 } directory)
            return;
        var keys = OperatingSystem.IsWindows() ? Directory.CreateDirectory(directory) : Directory.CreateDirectory(directory, Owner);
        protection.PersistKeysToFileSystem(keys);
        // It warns of keys that are not encrypted: idle where nobody else can read them, in place where somebody can.
        if ((keys.UnixFileMode & ~Owner) == 0)
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.UseMiddleware<PageErrors>();
    }

    public static void MapPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<Root>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null)
            .AllowAnonymous()
            .Add(AnswerHead);
    }

    /// <summary>Who asks for a page's head only, as scanners of mails and monitors do, is told what a reader would be told; as shipped, pages answer 404.</summary>
    private static void AnswerHead(EndpointBuilder page)
    {
        if (page.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } known && known.HttpMethods.Contains(HttpMethods.Get) && !known.HttpMethods.Contains(HttpMethods.Head))
            page.Metadata.Add(new HttpMethodMetadata([.. known.HttpMethods, HttpMethods.Head]));
    }
}
