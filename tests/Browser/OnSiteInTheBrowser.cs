using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Visits, remote sessions, an engineer's day and common causes.</summary>
public sealed class OnSiteInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_visit_on_the_phone_from_the_check_in_by_position_to_the_drawn_signature()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.Page.Context.GrantPermissionsAsync(["geolocation"]);
        await visit.Page.Context.SetGeolocationAsync(new() { Latitude = 29.9001f, Longitude = 121.8002f });
        await visit.OpenAsync("/my-day", "[data-visit]");
        var stop = visit.Page.Locator($"[data-visit='{FakeData.Id(861)}']");
        if (await stop.GetAttributeAsync("data-state") == "agreed")
        {
            await Expect(stop).ToContainTextAsync("leave by");
            await stop.Locator("[data-arrive]").ClickAsync();
            await visit.Page.FillAsync("[name=arrivedPlace]", "");
            await visit.Page.Locator("[name=noPlaceReason]").WaitForAsync();
            await visit.Page.ClickAsync("[data-confirm]");
            await Expect(visit.Page.Locator(".dialog-form em.field-error")).ToBeVisibleAsync();
            await visit.Page.FillAsync("[name=arrivedPlace]", "Hall 2");
            await Expect(visit.Page.Locator("[name=noPlaceReason]")).ToHaveCountAsync(0);
            await visit.Page.ClickAsync("[data-position]");
            await Expect(visit.Page.Locator("[data-position-taken]")).ToContainTextAsync("29.900");
            await visit.Page.ClickAsync("[data-confirm]");
        }

        await Expect(stop).ToHaveAttributeAsync("data-state", "arrived");
        await stop.Locator("[data-report]").ClickAsync();
        await visit.Page.FillAsync("[name=report]", "Sensor replaced, drift gone.");
        await visit.Page.SetInputFilesAsync(".dialog-form input[type=file]", new FilePayload { Name = "plate.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") });
        await Expect(visit.Page.Locator(".dialog-form img[data-kind=photo]")).ToHaveCountAsync(1);
        await visit.Page.Locator(".sign-pad").ScrollIntoViewIfNeededAsync();
        var pad = (await visit.Page.Locator(".sign-pad").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(pad.X + 20, pad.Y + 40);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(pad.X + 90, pad.Y + 80, new() { Steps = 6 });
        await visit.Page.Mouse.UpAsync();
        await visit.Page.FillAsync("[name=signedBy]", "Wang Li");
        await visit.Page.Locator("[name=signedBy]").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(stop).ToHaveAttributeAsync("data-state", "done");

        await visit.OpenAsync($"/tickets/{FakeOnSite.Visited}", "[data-visit]");
        await Expect(visit.Page.Locator(".onsite-pictures img")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".onsite")).ToContainTextAsync("signed by Wang Li");
        await visit.Page.Locator(".onsite-pictures").ScrollIntoViewIfNeededAsync();
        await visit.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.onsite-pictures img')].every(i => i.complete && i.naturalWidth > 0)");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        visit.Clean();
    }

    [Fact]
    public async Task What_speaks_against_somebody_is_seen_before_he_is_assigned_and_passed_over_with_a_reason_only()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.First}", ".bubble");
        await ChooseAsync(visit.Page, "ERP", "陈建国");
        await Expect(visit.Page.Locator("[data-against]")).ToContainTextAsync("the certificate SAP FI ended on 2026-10-31");
        await Expect(visit.Page.Locator("[data-never]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("[name=override]")).ToHaveCountAsync(0);
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".dialog-form")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator(".dialog-form")).ToHaveCountAsync(0);

        await ChooseAsync(visit.Page, "设备", "赵敏");
        await Expect(visit.Page.Locator("[data-against]")).ToContainTextAsync("lacks SAP-FI");
        await visit.Page.CheckAsync("[name=override]");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".dialog-form em.field-error")).ToBeVisibleAsync();
        await visit.Page.FillAsync(".dialog-form [name=reason]", "Nobody else is in the plant");
        await visit.Page.Locator(".dialog-form [name=reason]").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".dialog-form")).ToHaveCountAsync(0);
        await visit.OpenAsync("/incomplete-records", "[data-incomplete]");
        await Expect(visit.Page.Locator("[data-incomplete]")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync("[data-all]");
        await Expect(visit.Page.Locator("[data-incomplete]")).ToHaveCountAsync(3);
        visit.Clean();
    }

    /// <summary>Opens the assignment of a ticket and chooses somebody of a team.</summary>
    internal static async Task ChooseAsync(IPage page, string team, string name)
    {
        await page.ClickAsync("[data-action=assign]");
        foreach (var (field, choice) in new[] { ("team", team), ("engineer", name) })
        {
            await page.Locator($".rz-dropdown:has([name={field}])").ClickAsync();
            await page.Locator(".rz-dropdown-panel:visible .rz-dropdown-item").Filter(new() { HasText = choice }).First.ClickAsync();
            await Expect(page.Locator($".rz-dropdown:has([name={field}])")).ToContainTextAsync(choice);
        }
    }

    [Fact]
    public async Task A_visit_shows_promise_and_full_day_and_a_later_one_needs_a_reason()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(102)}", "[data-agree-visit]");
        await Expect(visit.Page.Locator(".tied-run")).ToContainTextAsync("S/4HANA FPS02 upgrade");
        await Expect(visit.Page.Locator("#onsite .onsite-promise")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("Same-day promise: somebody is on site (today|tomorrow) by \\d\\d:\\d\\d \\(the customer's zone, Asia/Shanghai\\)\\. Reports until 16:00 count"));
        await visit.Page.ClickAsync("[data-agree-visit]");
        await Expect(visit.Page.Locator(".dialog-form .onsite-promise")).ToContainTextAsync("Same-day promise");
        await Expect(visit.Page.Locator("[data-visits-that-day]")).ToContainTextAsync("visits that day");
        var later = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'10:00", System.Globalization.CultureInfo.InvariantCulture);
        await visit.Page.FillAsync("[name=visitFrom]", later);
        await visit.Page.Locator("[name=visitFrom]").BlurAsync();
        await visit.Page.Locator("[name=lateReason]").WaitForAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".dialog-form em.field-error")).ToBeVisibleAsync();
        await visit.Page.FillAsync("[name=lateReason]", "The customer wants Wednesday");
        await visit.Page.FillAsync("[name=place]", "Hall 3");
        await visit.Page.FillAsync("[name=parts]", "Servo drive\nEncoder cable");
        await visit.Page.Locator("[name=parts]").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator("[data-visit]")).ToContainTextAsync("parts: Servo drive, Encoder cable");
        visit.Clean();
    }

    [Fact]
    public async Task A_remote_session_is_joined_and_ends_with_its_log()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync($"/tickets/{FakeData.Id(104)}", "[data-begin-session]");
        await visit.Page.ClickAsync("[data-begin-session]");
        await visit.Page.FillAsync("[name=tool]", "AnyDesk");
        await visit.Page.FillAsync("[name=link]", "https://remote.example/123");
        await visit.Page.Locator("[name=link]").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator("[data-session] a")).ToHaveAttributeAsync("href", "https://remote.example/123");
        await visit.Page.ClickAsync("[data-end-session]");
        await visit.Page.FillAsync(".dialog-form textarea", "清理缓存并重建报表索引");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".onsite [data-state=ended]")).ToContainTextAsync("重建报表索引");
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_is_put_down_to_a_common_cause_and_a_second_repair_is_seen()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(113)}", "[data-second-repair]");
        await visit.Page.Locator(".actions details.menu summary").ClickAsync();
        await visit.Page.ClickAsync("[data-action=problem]");
        await visit.Page.Locator(".problem-choices label").Nth(1).ClickAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await visit.Page.ClickAsync("[data-problem] a");
        await visit.Page.FillAsync("[name=solution]", "Fixed in SP4");
        await visit.Page.CheckAsync("[name=solved]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".ticket-head .tag.good")).ToContainTextAsync("The cause is gone");
        visit.Clean();
    }
}
