using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What a service manager does with changed terms, with other terms on the past, and with what requests cost.</summary>
public sealed class MoneyInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_changed_calendar_is_previewed_put_on_running_clocks_and_kept_on_record()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/calendars/working-hours", "[data-apply]");
        await visit.Page.ClickAsync("[data-apply]");
        await Expect(visit.Page.Locator("[name=selection]")).ToHaveValueAsync("c|working-hours");
        await Expect(visit.Page.Locator("[data-preview]")).ToBeDisabledAsync();
        await visit.Page.FillAsync("[name=reason]", "Typhoon: the office is closed on Friday");
        await visit.Page.ClickAsync("[data-preview]");

        // It is watched until it is done; only then it may run.
        await Expect(visit.Page.Locator("[data-job=running] progress")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("[data-run]")).ToHaveTextAsync("Change 25,000 tickets now");
        await Expect(visit.Page.Locator("[data-effect=newlyBreached] td").First).ToHaveTextAsync("2");
        await Expect(visit.Page.Locator(".hardest tbody tr").First).ToContainTextAsync("T-20261123-000004");
        await Expect(visit.Page.Locator(".hardest tbody tr").First).ToContainTextAsync("missed now");
        var preview = visit.Page.Url;
        await visit.Page.ClickAsync("[data-run]");
        await Expect(visit.Page).Not.ToHaveURLAsync(preview);
        await Expect(visit.Page.Locator("[data-job=done]")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(visit.Page.Locator("[data-run]")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator(".audit tbody tr[data-dry=no]").First).ToContainTextAsync("Typhoon: the office is closed on Friday");
        await Expect(visit.Page.Locator(".audit tbody tr[data-dry=no]").First).ToContainTextAsync("25,000");
        await visit.Page.GetByText("its preview").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(preview);
        visit.Clean();
    }

    [Fact]
    public async Task A_run_can_be_stopped_on_a_phone()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN", width: 390, height: 844);
        await visit.OpenAsync("/reprocess?policy=premium-support", "[data-preview]");
        await Expect(visit.Page.Locator("[name=selection]")).ToHaveValueAsync("p|premium-support");
        await visit.Page.FillAsync("[name=reason]", "试一下");
        await visit.Page.ClickAsync("[data-preview]");
        await visit.Page.ClickAsync("[data-stop]");
        await Expect(visit.Page.Locator("[data-job]")).ToContainTextAsync("已停止");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        visit.Clean();
    }

    [Fact]
    public async Task The_past_is_computed_under_another_policy_and_a_changed_calendar()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/what-if", "[data-compute]");
        await Expect(visit.Page.Locator("[data-compute]")).ToBeDisabledAsync();
        await visit.Page.SelectOptionAsync("[name=policy]", "premium-support");
        await visit.Page.SelectOptionAsync("[name=calendar]", "working-hours");
        await visit.Page.CheckAsync("[name=changedCopy]");
        await visit.Page.FillAsync("[name=mon]", "08:00-20:00");
        await visit.Page.Locator("[name=mon]").BlurAsync();
        await visit.Page.ClickAsync("[data-compute]");
        await Expect(visit.Page.Locator("[data-job=done]")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(visit.Page.Locator("[data-side=before]")).ToContainTextAsync("18");
        await Expect(visit.Page.Locator("[data-side=after]")).ToContainTextAsync("4,100.00 CNY");
        await Expect(visit.Page.Locator(".compared tr[data-key=diagnosis]")).ToContainTextAsync("11");
        await Expect(visit.Page.Locator(".differing tbody tr")).ToContainTextAsync("kept");
        await Expect(visit.Page.Locator("h2").First).ToContainTextAsync("Calendar working-hours, given with the question");
        visit.Clean();
    }

    [Fact]
    public async Task A_charge_is_waived_and_the_months_statements_lead_to_their_lines_and_files()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/charges", "[data-charge]");
        await visit.Page.Locator("[data-charge=withdrawn] summary").ClickAsync();
        await Expect(visit.Page.Locator("[data-charge=withdrawn]")).ToContainTextAsync("merged into T-20261123-000001");
        await visit.Page.ClickAsync("[data-waive]");
        await visit.Page.FillAsync(".dialog-form textarea", "Our own fault");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator("[data-charge=waived]")).ToHaveCountAsync(1);
        await visit.Page.FillAsync("[name=currency]", "X");
        await visit.Page.ClickAsync("[data-save-price]");
        await Expect(visit.Page.Locator(".field-error")).ToContainTextAsync("ISO 4217");

        await visit.OpenAsync("/statements", ".statements");
        await Expect(visit.Page.Locator(".statements tbody tr").First).ToContainTextAsync("1 charges, 2 missed promises");
        await visit.Page.Locator(".statements a").First.ClickAsync();
        await Expect(visit.Page.Locator(".statement [data-line=charge]")).ToContainTextAsync("charged case by case");
        Assert.EndsWith(".csv", await visit.Page.Locator(".statement a[download]").Nth(1).GetAttributeAsync("href"), StringComparison.Ordinal);
        var json = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator(".statement a[download]").First.ClickAsync());
        Assert.Matches("^statement-HT-2026-0318-\\d{4}-\\d{2}\\.json$", json.SuggestedFilename);
        visit.Clean();
    }

    [Fact]
    public async Task How_much_teams_wait_and_which_waits_began_late_is_seen()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/pauses", ".team-pauses");
        await Expect(visit.Page.Locator("[data-team='ERP 实施组']")).ToContainTextAsync("34.8 %");
        await Expect(visit.Page.Locator("[data-team='ERP 实施组'] [data-reason=waiting-for-customer]")).ToContainTextAsync("2 次临期");
        await Expect(visit.Page.Locator(".late-pauses tbody tr")).ToContainTextAsync("T-20261123-000005");
        visit.Clean();
    }

    [Fact]
    public async Task Compensation_is_written_and_survives_the_next_version()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/policies", ".rules");
        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.FillAsync("[name=policyName]", $"gold-{Guid.NewGuid():N}"[..14]);
        await visit.Page.FillAsync("[name=resolution]", "24 h");
        await visit.Page.Locator("[name=resolution]").BlurAsync();
        await visit.Page.ClickAsync("[data-add-clause]");
        await visit.Page.SelectOptionAsync("[name=clausePays]", "tiers");
        await visit.Page.ClickAsync("[data-add-tier]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".compensation .field-error")).ToContainTextAsync("Either an amount or a percent");
        await visit.Page.FillAsync("[name=tierPercent]", "2");
        await visit.Page.ClickAsync("[data-add-tier]");
        await Expect(visit.Page.Locator("[name=tierLate]")).ToHaveCountAsync(2);
        await visit.Page.Locator("[name=tierLate]").Last.FillAsync("4 h");
        await visit.Page.Locator("[name=tierPercent]").Last.FillAsync("5");
        await visit.Page.FillAsync("[name=clauseCap]", "15");
        await visit.Page.Locator("[name=clauseCap]").BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        const string Said = "Resolution: 2 % of the fee; 4 h late: 5 % of the fee (at most 15 % of the fee a month)";
        await Expect(visit.Page.Locator("[data-compensation]")).ToHaveTextAsync(Said);

        await visit.Page.ClickAsync("[data-edit]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".version-bar select")).ToContainTextAsync("version 2 (in force)");
        await Expect(visit.Page.Locator("[data-compensation]")).ToHaveTextAsync(Said);
        visit.Clean();
    }
}
