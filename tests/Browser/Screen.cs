using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(ServiceMesh.Browser.Screen))]

namespace ServiceMesh.Browser;

/// <summary>One browser, one Desk and one gateway of canned data for all tests; each test gets a fresh profile.</summary>
public sealed class Screen : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ServiceProcess? _desk;

    internal FakeGateway Gateway { get; private set; } = default!;

    internal string DeskLog => _desk?.Log ?? "";

    /// <summary>Where Chromium is, or null: tests are skipped then.</summary>
    public static string? Chromium { get; } =
        new[] { Environment.GetEnvironmentVariable("SERVICEMESH_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
            return;
        // What is expected comes later on a busy machine; a circuit's answer may take its turn behind others.
        Assertions.SetDefaultExpectTimeout(30_000);
        Gateway = await FakeGateway.StartAsync();
        _desk = await ServiceProcess.StartDeskAsync(Gateway.Address, CancellationToken.None);
        Gateway.Desk = _desk.Address;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _desk?.Dispose();
        if (Gateway is not null)
            await Gateway.DisposeAsync();
    }

    /// <summary>A fresh profile for another site's pages.</summary>
    internal async Task<IBrowserContext> ProfileAsync(string language = "zh-CN")
    {
        Assert.SkipWhen(Chromium is null, "No Chromium found: install Debian's package chromium, or name one in SERVICEMESH_CHROMIUM.");
        var context = await _browser!.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = 900, Height = 760 }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(30_000);
        return context;
    }

    /// <summary>A fresh profile, signed in or not. What the browser complains of is collected.</summary>
    /// <param name="customer">Signed in as a customer instead of as staff.</param>
    internal async Task<Visit> VisitAsync(bool signedIn = true, bool javaScript = true, string? language = null, string? theme = null, int width = 1440, int height = 900, bool customer = false)
    {
        Assert.SkipWhen(Chromium is null, "No Chromium found: install Debian's package chromium, or name one in SERVICEMESH_CHROMIUM.");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Gateway.Address, JavaScriptEnabled = javaScript, ViewportSize = new() { Width = width, Height = height }, Locale = language ?? "zh-CN",
            DeviceScaleFactor = width < 600 ? 2 : 1, ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        // The first page of a Desk just started takes its time on a busy machine.
        context.SetDefaultNavigationTimeout(60_000);
        var cookies = new List<Cookie>();
        if (signedIn)
            cookies.Add(new() { Name = "sm_session", Value = customer ? FakePortal.Session : FakeGateway.SessionValue, Url = Gateway.Address, HttpOnly = true });
        if (language is not null)
            cookies.Add(new() { Name = "sm_language", Value = language, Url = Gateway.Address });
        if (cookies.Count > 0)
            await context.AddCookiesAsync(cookies);
        return new Visit(context, await context.NewPageAsync(), Gateway.Address);
    }
}

/// <summary>A page, and everything it should not have done.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page, string home)
    {
        _context = context;
        Page = page;
        page.Console += (_, m) =>
        {
            if (m.Type == "error")
                Complaints.Add(m.Text);
        };
        page.PageError += (_, e) => Complaints.Add(e);
        page.Request += (_, r) =>
        {
            if (!r.Url.StartsWith(home, StringComparison.Ordinal) && !r.Url.StartsWith("data:", StringComparison.Ordinal))
                Strangers.Add(r.Url);
        };
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Strangers { get; } = [];

    /// <summary>Opens an address and waits for its circuit, so that clicks arrive.</summary>
    public async Task OpenAsync(string address, string appears)
    {
        await Page.GotoAsync(address);
        await Page.Locator(appears).First.WaitForAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-circuit=ready]')");
    }

    public void Clean()
    {
        Assert.Empty(Complaints);
        Assert.Empty(Strangers);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
