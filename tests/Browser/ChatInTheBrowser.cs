using Microsoft.Playwright;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Browser;

/// <summary>The web chat's widget in a real browser, against a real Intake.</summary>
public sealed class ChatInTheBrowser(Screen screen)
{
    [Fact]
    public async Task Nothing_is_lost_or_doubled_through_a_reload_a_cut_and_two_tabs()
    {
        Assert.SkipWhen(Screen.Chromium is null, "No Chromium found.");
        await using var site = await ChatSite.StartAsync();
        await using var profile = await screen.ProfileAsync();
        var page = await OpenAsync(profile, site);
        await page.GetByPlaceholder("姓名").FillAsync("王丽");
        await SayAsync(page, "扫码枪连不上");
        await Eventually.Async(async () => (await site.TicketsAsync()).Count == 1, TimeSpan.FromSeconds(60), "the ticket is there");
        var (number, ticket) = (await site.TicketsAsync()).Single();
        await Expect(page, "header small").ToHaveTextAsync(number);

        // Another tab is the same chat, and both hear the answer.
        var other = await OpenAsync(profile, site);
        await site.AnswerAsync(ticket, "请重启扫码枪。");
        foreach (var tab in new[] { page, other })
            await Expect(tab, ".m.agent").ToContainTextAsync("请重启扫码枪。");

        // Written while the line is cut: kept through a reload, sent by whichever tab is there first.
        await site.CutAsync();
        await SayAsync(page, "还是不行 1");
        await SayAsync(page, "还是不行 2");
        await Expect(page, ".m.waiting").ToHaveCountAsync(2);
        await SayAsync(other, "还是不行 3");
        site.Mend();
        await page.ReloadAsync();
        await Eventually.Async(async () => (await site.SaidAsync(ticket)).Count == 5, TimeSpan.FromSeconds(90), "everything that was written has arrived");
        await site.AnswerAsync(ticket, "我们派人过来。");
        foreach (var tab in new[] { page, other })
        {
            await Expect(tab, ".m").ToHaveCountAsync(6);
            await Expect(tab, ".m.waiting").ToHaveCountAsync(0);
            await Expect(tab, ".m >> nth=5").ToContainTextAsync("我们派人过来。");
        }

        // Later again, longer than any time-out of the line: no repetition follows.
        await page.ReloadAsync();
        await Expect(page, ".m").ToHaveCountAsync(6);
        Assert.Equal(6, (await site.SaidAsync(ticket)).Count);
        Assert.Equal(["还是不行 1", "还是不行 2"], (await site.SaidAsync(ticket)).Where(t => t is "还是不行 1" or "还是不行 2"));
        Assert.Single(await site.TicketsAsync());
    }

    [Fact]
    public async Task Both_sides_see_who_is_typing_and_what_was_read_and_files_go_both_ways()
    {
        Assert.SkipWhen(Screen.Chromium is null, "No Chromium found.");
        await using var site = await ChatSite.StartAsync();
        await using var profile = await screen.ProfileAsync("en-US");
        var page = await OpenAsync(profile, site);
        await page.Locator("servicemesh-chat input[type=file]").SetInputFilesAsync(
            [new FilePayload { Name = "error.log", MimeType = "text/plain", Buffer = "stack"u8.ToArray() }, new FilePayload { Name = "run.exe", MimeType = "text/plain", Buffer = "MZ"u8.ToArray() }]);
        await Expect(page, ".row span").ToContainTextAsync("not accepted");
        await SayAsync(page, "<img src=x onerror=\"window.broken=1\">");
        await Eventually.Async(async () => (await site.TicketsAsync()).Count == 1, TimeSpan.FromSeconds(60), "the ticket is there");
        var ticket = (await site.TicketsAsync()).Single().Id;
        await Expect(page, ".m.customer button").ToContainTextAsync("error.log");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("servicemesh-chat .m.customer button").ClickAsync());
        Assert.Equal("stack", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));

        await Eventually.Async(async () => (await site.PresenceAsync(ticket)).GetProperty("online").GetBoolean(), TimeSpan.FromSeconds(60), "the visitor is shown as there");
        await site.TypeAsync(ticket);
        await Expect(page, ".typing").ToContainTextAsync("林晓东 is typing");
        await site.ReadAsync(ticket);
        await Expect(page, ".m.customer small").ToContainTextAsync("read");
        await site.AnswerAsync(ticket, "Thanks");
        await Eventually.Async(async () => (await site.PresenceAsync(ticket)).GetProperty("customerRead").ValueKind != System.Text.Json.JsonValueKind.Null, TimeSpan.FromSeconds(60), "the answer is shown as read");
        // It is known for six seconds only: he goes on typing until it is seen.
        await Eventually.Async(async () =>
        {
            await page.Locator("servicemesh-chat textarea").PressAsync("a");
            return (await site.PresenceAsync(ticket)).GetProperty("typing").GetBoolean();
        }, TimeSpan.FromSeconds(60), "the visitor is shown as typing");
        Assert.Null(await page.EvaluateAsync<int?>("() => window.broken ?? null"));
        await ShotAsync(page);
    }

    [Fact]
    public async Task Outside_staffed_hours_an_address_is_asked_for()
    {
        Assert.SkipWhen(Screen.Chromium is null, "No Chromium found.");
        // One minute of the week, tomorrow in Shanghai: not now, whenever this runs.
        var tomorrow = TimeProvider.System.GetUtcNow().AddHours(8 + 24).DayOfWeek.ToString()[..3].ToLowerInvariant();
        await using var site = await ChatSite.StartAsync(new { hours = $"{tomorrow} 23:58-23:59", title = "Night desk" });
        await using var profile = await screen.ProfileAsync("en-US");
        var page = await OpenAsync(profile, site);
        await Expect(page, ".note").ToContainTextAsync("not at our desks");
        await SayAsync(page, "Please call me");
        await Expect(page, ".m").ToHaveCountAsync(0);
        await page.GetByPlaceholder("E-mail").FillAsync("li@example.com");
        await page.Locator("servicemesh-chat button.send").ClickAsync();
        await Expect(page, ".m.customer").ToContainTextAsync("Please call me");
        await Eventually.Async(async () => (await site.TicketsAsync()).Count == 1, TimeSpan.FromSeconds(60), "the ticket is there");
    }

    private static async Task<IPage> OpenAsync(IBrowserContext profile, ChatSite site)
    {
        var page = await profile.NewPageAsync();
        await page.GotoAsync(site.Page);
        await page.Locator("servicemesh-chat textarea").WaitForAsync();
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("servicemesh-chat textarea").FillAsync(text);
        await page.Locator("servicemesh-chat button.send").ClickAsync();
    }

    private static ILocatorAssertions Expect(IPage page, string inside)
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        return Assertions.Expect(page.Locator("servicemesh-chat " + inside));
    }

    /// <summary>A picture for whoever changes the widget: where SERVICEMESH_SCREENSHOTS names a folder.</summary>
    private static async Task ShotAsync(IPage page)
    {
        if (Environment.GetEnvironmentVariable("SERVICEMESH_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "chat.png") });
    }
}
