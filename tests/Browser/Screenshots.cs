using Microsoft.Playwright;
using Xunit;

namespace ServiceMesh.Browser;

/// <summary>Pictures of every page for people to look at, when <c>SERVICEMESH_SCREENSHOTS</c> names a directory.</summary>
public sealed partial class Screenshots(Screen screen)
{
    private static readonly string? Directory = Environment.GetEnvironmentVariable("SERVICEMESH_SCREENSHOTS");

    [Fact]
    public async Task Every_page_in_both_languages_widths_and_themes()
    {
        Assert.SkipWhen(Directory is null, "SERVICEMESH_SCREENSHOTS is not set.");
        var only = Environment.GetEnvironmentVariable("SERVICEMESH_SCREENSHOTS_ONLY")?.Split(',');
        System.IO.Directory.CreateDirectory(Directory!);
        foreach (var (language, width, theme) in from l in new[] { "zh-CN", "en" } from w in new[] { 1440, 390 } from t in new[] { "light", "dark" } select (l, w, t))
        {
            await using var staff = await screen.VisitAsync(language: language, theme: theme, width: width, height: width < 600 ? 844 : 900);
            await using var customer = await screen.VisitAsync(language: language, theme: theme, width: width, height: width < 600 ? 844 : 900, customer: true);
            foreach (var (name, address, appears, live) in Pages)
            {
                if (only is not null && !only.Contains($"{name}") && !only.Contains($"{language[..2]}-{width}-{theme}"))
                    continue;
                var visit = name.StartsWith("portal", StringComparison.Ordinal) ? customer : staff;
                if (live)
                    await visit.OpenAsync(address, appears);
                else
                    await visit.Page.GotoAsync(address);
                // Who has arrived already cannot do it again.
                if (name == "arrive-form" && await visit.Page.Locator("[data-arrive]").CountAsync() == 0)
                    continue;
                if (Opened.TryGetValue(name, out var opened))
                {
                    await visit.Page.Locator(opened.Click).First.ClickAsync();
                    await visit.Page.Locator(opened.Appears).First.WaitForAsync();
                }

                if (name == "explained")
                    await visit.Page.EvaluateAsync("document.querySelectorAll('.explain').forEach(e => e.open = true)");

                if (name == "try-why")
                {
                    await visit.Page.SelectOptionAsync("[name=story]", "weekend");
                    await visit.Page.Locator("[data-step=back]").ClickAsync();
                    await visit.Page.Locator(".trial-clock[data-clock=resolution] summary").ClickAsync();
                    await visit.Page.Locator(".trial-clock[data-clock=resolution] .counted-list").WaitForAsync();
                }

                if (name == "try-wrong")
                {
                    await visit.Page.Locator("[name=tue]").FillAsync("09:00-12:00, 25:00-26:00");
                    await visit.Page.Locator("[name=tue]").BlurAsync();
                    await visit.Page.Locator(".field-error").First.WaitForAsync();
                }

                if (name == "try-cost")
                {
                    await visit.Page.FillAsync("[name=firstResponse]", "5 min");
                    await visit.Page.Locator("[name=firstResponse]").BlurAsync();
                    await visit.Page.ClickAsync("[data-trial-money] [data-add-clause]");
                    await visit.Page.SelectOptionAsync("[data-trial-money] [name=clauseClock]", "firstResponse");
                    await visit.Page.FillAsync("[name=trialFee]", "10000");
                    await visit.Page.Locator("[name=trialFee]").BlurAsync();
                    await visit.Page.Locator("[data-cost-sum]").WaitForAsync();
                }

                if (name == "policy-clock")
                {
                    var detail = visit.Page.Locator("[data-detail=resolution]");
                    await detail.Locator("summary").ClickAsync();
                    await detail.Locator("[name=startsOn]").SelectOptionAsync("arrived");
                    await detail.Locator("[name=ownWarnings]").CheckAsync();
                    await detail.Locator("[name=ownLadder]").CheckAsync();
                    await detail.Locator("[name=stepOffset]").First.WaitForAsync();
                }

                if (name == "wording-form")
                {
                    await visit.Page.ClickAsync("[data-edit]");
                    await visit.Page.ClickAsync("[data-preview]");
                    await visit.Page.Locator("[data-filled]").WaitForAsync();
                }

                if (name == "assign-against")
                {
                    await OnSiteInTheBrowser.ChooseAsync(visit.Page, "设备", "赵敏");
                    await visit.Page.Locator("[data-against]").WaitForAsync();
                }

                if (name == "undelivered")
                {
                    await visit.Page.ClickAsync("[data-tab=notices]");
                    await visit.Page.Locator(".sent-item summary").ClickAsync();
                    await visit.Page.ClickAsync("[data-why] summary");
                    await visit.Page.ClickAsync("[data-ask]");
                    await visit.Page.Locator("[data-answer]").WaitForAsync();
                }

                if (name == "triage")
                {
                    await visit.Page.Locator(".rule-open").First.ClickAsync();
                    await visit.Page.Locator("[data-try]").ClickAsync();
                    await visit.Page.Locator("[data-dry-run]").WaitForAsync();
                }

                if (name == "what-if-done")
                {
                    await visit.Page.SelectOptionAsync("[name=policy]", "premium-support");
                    await visit.Page.ClickAsync("[data-compute]");
                    await visit.Page.Locator(".differing").WaitForAsync();
                }

                if (name == "channel-chat")
                {
                    await visit.Page.ClickAsync("[data-new-channel]");
                    await visit.Page.SelectOptionAsync("[name=channelKind]", "chat");
                    await visit.Page.Locator("select[name=setting-calendar]").WaitForAsync();
                }

                if (name == "module-pick")
                {
                    await visit.Page.Locator(".rz-dropdown:has([name=product]), [name=product]").First.ClickAsync();
                    await visit.Page.Locator(".rz-dropdown-item:visible", new() { HasText = "S/4HANA" }).First.ClickAsync();
                    await visit.Page.Locator(".rz-dropdown:has([name=module]), [name=module]").First.ClickAsync();
                    await visit.Page.Locator(".rz-dropdown-item:visible").First.WaitForAsync();
                }

                if (name == "new-known")
                {
                    await visit.Page.Locator(".rz-dropdown:has([name=customer]), [name=customer]").First.ClickAsync();
                    await visit.Page.Locator(".rz-dropdown-item:visible").First.ClickAsync();
                    await visit.Page.Locator("[data-cover]").WaitForAsync();
                }

                if (name == "import")
                {
                    await visit.Page.Locator(".import-form input[type=file]").SetInputFilesAsync(
                        [new FilePayload { Name = "contacts.csv", MimeType = "text/csv", Buffer = "Nobody"u8.ToArray() }]);
                    await visit.Page.Locator(".import-errors").WaitForAsync();
                }

                if (name == "visit-report")
                {
                    if (await visit.Page.Locator("[data-arrive]").CountAsync() > 0)
                    {
                        await visit.Page.Locator("[data-arrive]").ClickAsync();
                        await visit.Page.Locator(".dialog-form [data-confirm]").ClickAsync();
                    }

                    await visit.Page.Locator("[data-report]").ClickAsync();
                    await visit.Page.Locator(".sign-pad").WaitForAsync();
                }

                if (name == "reconnecting")
                    await visit.Page.EvaluateAsync("document.getElementById('components-reconnect-modal').classList.add('components-reconnect-show')");

                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory!, $"{name}-{language[..2]}-{width}-{theme}.png"), FullPage = name is not ("pause" or "board" or "call" or "qr" or "visit-form" or "arrive-form" or "visit-report" or "close-form" or "amend-form" or "assign-against") });
            }
        }
    }
}
