using Microsoft.Playwright;
using Xunit;

namespace ServiceMesh.Browser;

/// <summary>Pictures of every page for people to look at, when <c>SERVICEMESH_SCREENSHOTS</c> names a directory.</summary>
public sealed class Screenshots(Screen screen)
{
    private static readonly string? Directory = Environment.GetEnvironmentVariable("SERVICEMESH_SCREENSHOTS");

    private static readonly (string Name, string Address, string Appears, bool Live)[] Pages =
    [
        ("board", "/", ".board-row", true),
        ("ticket", $"/tickets/{FakeData.First}", ".bubble", true),
        ("timeline", $"/tickets/{FakeData.First}", ".bubble", true),
        ("explained", $"/tickets/{FakeData.First}", ".explain", true),
        ("pause", $"/tickets/{FakeData.First}", ".bubble", true),
        ("ticket-survey", $"/tickets/{FakeData.Id(112)}", ".score", true),
        ("follow-ups", "/follow-ups", ".follow-up", true),
        ("call", "/follow-ups", ".follow-up", true),
        ("surveys", "/surveys", ".survey-row", true),
        ("qr", "/surveys", ".survey-row", true),
        ("questionnaires", "/questionnaires", ".preview iframe", true),
        ("questionnaire-form", "/questionnaires", ".preview iframe", true),
        ("survey-rules", "/survey-rules", "[name=expiry]", true),
        ("contracts", "/contracts", ".contracts", true),
        ("contract-form", $"/contracts/{FakeDuty.Contract}", "[data-money]", true),
        ("try", "/try", ".trial-clock", true),
        ("try-why", "/try", ".trial-clock", true),
        ("try-wrong", "/try", ".trial-clock", true),
        ("try-cost", "/try", ".trial-clock", true),
        ("calendars", "/calendars/working-hours", ".year-view", true),
        ("calendar-form", "/calendars/working-hours", ".year-view", true),
        ("policies", "/policies", ".rules", true),
        ("policy-form", "/policies", ".rules", true),
        ("policy-clock", "/policies", ".rules", true),
        ("policy-of-contracts", "/policies/plant-line", "[data-contracts]", true),
        ("credits", "/credits", ".credit", true),
        ("charges", "/charges", "[data-charge]", true),
        ("statements", "/statements", ".statements", true),
        ("statement", $"/statements/{FakeDuty.Contract}/2026-11", ".statement", true),
        ("pauses", "/pauses", ".team-pauses", true),
        ("reprocess", $"/reprocess/{FakeData.Id(701)}", "[data-run]", true),
        ("reprocess-form", "/reprocess", "[data-preview]", true),
        ("what-if", "/what-if", "[data-compute]", true),
        ("what-if-done", "/what-if", "[data-compute]", true),
        ("block-list", "/block-list", ".blocked", true),
        ("catalogue", "/catalogue", ".catalogue", true),
        ("admin", "/admin", ".accounts", true),
        ("people", "/people", ".certificates", true),
        ("scorecards", "/scorecards/vendor", ".scores", true),
        ("scorecard", $"/scorecards/vendor/{FakeScore.Good}?dimension=resolution", "#behind", true),
        ("score-report", $"/score-reports/{FakeScore.Report}", ".corrections", true),
        ("score-formula", "/score-formula", ".weights", true),
        ("vendors", "/vendors", ".vendor", true),
        ("learning", "/learning", ".pareto", true),
        ("record", "/record", ".heads", true),
        ("ticket-record", $"/tickets/{FakeData.First}/record", ".record-events", false),
        ("notices", "/notices", ".own-notices", true),
        ("wishes", "/notices/preferences", ".wish-matrix", true),
        ("notice-rules", "/messages/rules", "[data-rule]", true),
        ("wordings", "/messages/wordings/ticket-opened", "[data-wording]", true),
        ("wording-form", "/messages/wordings/ticket-opened", "[data-wording]", true),
        ("providers", "/messages/providers", "[data-mail-server]", true),
        ("provider-form", "/messages/providers", "[data-mail-server]", true),
        ("webhooks", "/messages/webhooks", ".endpoint", true),
        ("announcements", "/messages/announcements", ".announcement", true),
        ("announcement-form", "/messages/announcements", ".announcement", true),
        ("undelivered", $"/tickets/{FakeData.Id(102)}", "[data-undelivered]", true),
        ("roster", "/people/roster", ".week", true),
        ("roster-team", $"/people/roster?team={FakeData.ErpTeam}", "[data-change-form]", true),
        ("engineers", "/people/engineers", ".people-list", true),
        ("profile", $"/people/engineers/{FakeData.Lin}", ".profile", true),
        ("teams", "/people/teams", ".team-list", true),
        ("team", $"/people/teams/{FakeData.ErpTeam}", ".team-form", true),
        ("checklists", "/maintenance/checklists", ".checklists", true),
        ("triage", "/triage", ".triage-rules", true),
        ("maintenance", "/maintenance", ".run", true),
        ("maintenance-month", $"/maintenance?month={TimeProvider.System.GetUtcNow():yyyy-MM}", ".month-days", true),
        ("run-drill", $"/maintenance/runs/{FakeMaintenance.Drill}", ".evidence", true),
        ("run-upgrade", $"/maintenance/runs/{FakeMaintenance.Upgrade}", ".evidence", true),
        ("plans", "/maintenance/plans", ".plan-row", true),
        ("plan-form", $"/maintenance/plans/{FakeMaintenance.Plan}", ".windows", true),
        ("year", "/maintenance/year?year=2026", ".year-table", false),
        ("ticket-on-site", $"/tickets/{FakeOnSite.Visited}", "[data-visit]", true),
        ("ticket-tied", $"/tickets/{FakeData.Id(102)}", ".tied-run", true),
        ("visit-form", $"/tickets/{FakeData.Id(102)}", "[data-agree-visit]", true),
        ("visit-report", "/my-day", "[data-visit]", true),
        ("my-day", "/my-day", ".day-stop", true),
        ("assign-against", $"/tickets/{FakeData.First}", ".bubble", true),
        ("incomplete-records", "/incomplete-records", "[data-incomplete]", true),
        ("problems", "/problems", ".problem-row", true),
        ("problem", $"/problems/{FakeData.Id(871)}", ".problem-form", true),
        ("new", "/new", ".new-form", true),
        ("new-known", "/new", ".new-form", true),
        ("import", "/import", ".import-form", true),
        ("reconnecting", "/follow-ups", ".follow-up", true),
        ("empty", "/?q=nothing-matches-this", ".empty", true),
        ("sign-in", "/sign-in", "form", false),
        ("sign-in-error", "/sign-in?error=credentials", ".alert", false),
        ("change-password", "/change-password", "form", false),
        ("sign-out", "/sign-out", "form", false),
        ("progress", $"/p/{FakeData.Token}", ".stepper", false),
        ("progress-waiting", $"/p/{FakeData.Token}-waiting", ".stepper", false),
        ("progress-resolved", $"/p/{FakeData.Token}-resolved", ".stepper", false),
        ("not-found", "/p/no-such-token", ".message-card", false),
        ("channel-chat", "/admin", "[data-new-channel]", true),
        ("module-pick", "/new", ".new-form", true),
        ("products", "/products", ".products", true),
        ("product-form", "/products", "[data-edit]", true),
        ("channel-change", "/admin", "[data-edit-channel]", true),
        ("reply-open", $"/tickets/{FakeData.Id(103)}", "[data-window=open]", true),
        ("reply-over", $"/tickets/{FakeData.Id(110)}", "[data-window=over]", true),
        ("portal", "/portal", ".own-tickets", false),
        ("portal-ticket", $"/portal/tickets/{FakePortal.Id(1)}", ".stepper", false),
        ("portal-resolved", $"/portal/tickets/{FakePortal.Id(3)}", ".stepper", false),
        ("portal-over", $"/portal/tickets/{FakePortal.Id(5)}", ".stepper", false),
        ("portal-classes", "/portal/new", ".classes", false),
        ("portal-new", "/portal/new?class=backup-restore", ".request", false),
    ];

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
                if (name == "timeline")
                {
                    await visit.Page.Locator("[data-tab=timeline]").ClickAsync();
                    await visit.Page.Locator(".timeline li").First.WaitForAsync();
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

                if (name is "calendar-form" or "policy-form" or "policy-clock")
                {
                    await visit.Page.Locator("[data-edit]").ClickAsync();
                    await visit.Page.Locator("[data-save]").WaitForAsync();
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

                if (name is "provider-form" or "announcement-form")
                {
                    await visit.Page.ClickAsync("[data-new]");
                    await visit.Page.Locator("[data-save]").WaitForAsync();
                }

                if (name == "webhooks")
                {
                    await visit.Page.Locator("[data-deliveries]").First.ClickAsync();
                    await visit.Page.Locator(".sent-item").First.WaitForAsync();
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

                if (name is "call" or "qr" or "questionnaire-form")
                {
                    await visit.Page.Locator(name switch { "call" => ".follow-up button", "qr" => "[data-qr]", _ => "[data-new]" }).First.ClickAsync();
                    await visit.Page.Locator(name switch { "call" => ".call-form", "qr" => ".qr svg", _ => ".editor" }).First.WaitForAsync();
                }

                if (name == "pause")
                {
                    await visit.Page.Locator("[data-action=pause]").ClickAsync();
                    await visit.Page.Locator(".dialog-form").WaitForAsync();
                }

                if (name is "product-form" or "channel-change")
                {
                    await visit.Page.Locator(name == "product-form" ? "[data-product=S4] [data-edit]" : "[data-edit-channel]").Last.ClickAsync();
                    await visit.Page.Locator(name == "product-form" ? "[name=versionName]" : "[data-channel-form]").First.WaitForAsync();
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

                if (name == "visit-form")
                {
                    await visit.Page.Locator("[data-agree-visit]").ClickAsync();
                    await visit.Page.Locator(".dialog-form").WaitForAsync();
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

                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory!, $"{name}-{language[..2]}-{width}-{theme}.png"), FullPage = name is not "pause" and not "board" and not "call" and not "qr" });
            }
        }
    }
}
