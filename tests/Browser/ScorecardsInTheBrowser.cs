using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Evaluating, comparing, drilling down, weighing.</summary>
public sealed class ScorecardsInTheBrowser(Screen screen)
{
    [Fact]
    public async Task Vendors_are_put_side_by_side_and_a_figure_leads_to_its_tickets()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/scorecards/vendor", ".scores");
        await Expect(visit.Page.Locator(".scores tbody tr")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator("[data-chart=radar] svg")).ToBeVisibleAsync();
        foreach (var vendor in new[] { FakeScore.Good, FakeScore.Elsewhere })
            await visit.Page.Locator($"[data-card='{vendor}'] input").CheckAsync();
        await visit.Page.ClickAsync("[data-compare]");
        await Expect(visit.Page.Locator(".compare thead th")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator(".compare .tag")).ToHaveTextAsync("Reference figure");

        await visit.Page.ClickAsync($".scores a[href*='{FakeScore.Good}']");
        await visit.Page.ClickAsync("[data-dimension=resolution] a");
        await Expect(visit.Page.Locator("#behind tbody tr")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#behind a").First).ToHaveAttributeAsync("href", $"/tickets/{FakeData.First}");
        await Expect(visit.Page.Locator("[data-dimension=maintenance]")).ToContainTextAsync("not measured");
        // Figures without a weight lead to their tickets as well.
        foreach (var measure in new[] { "complaint", "responseTime", "recoveryTime", "invitation", "recommendation", "waiting" })
        {
            await visit.Page.ClickAsync($"[data-measure={measure}] a");
            await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"measure={measure}$"));
            await Expect(visit.Page.Locator("#behind tbody tr")).ToHaveCountAsync(1);
        }

        await Expect(visit.Page.Locator(".charts [data-chart]")).ToHaveCountAsync(3);
        visit.Clean();
    }

    [Fact]
    public async Task Weights_that_do_not_add_up_cannot_be_saved_and_those_that_do_make_the_next_version()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/score-formula", ".weights");
        await Expect(visit.Page.Locator("[data-sum]")).ToHaveAttributeAsync("data-sum", "100");
        await visit.Page.FillAsync("[name=weight-resolution]", "20");
        await Expect(visit.Page.Locator("[data-sum]")).ToHaveAttributeAsync("data-sum", "106");
        await Expect(visit.Page.Locator("[data-save]")).ToBeDisabledAsync();
        await visit.Page.FillAsync("[name=weight-satisfaction]", "8");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-save]")).ToContainTextAsync("version 3");
        visit.Clean();
    }

    [Fact]
    public async Task A_report_shows_its_change_its_corrections_and_its_files()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/score-reports", ".reports");
        await visit.Page.ClickAsync($".reports a[href='/score-reports/{FakeScore.Report}']");
        await Expect(visit.Page.Locator("[data-change='1']").First).ToContainTextAsync("+12.5");
        await Expect(visit.Page.Locator(".corrections")).ToContainTextAsync("北辰软件");
        await Expect(visit.Page.Locator(".page-head .file-links a")).ToHaveCountAsync(4);

        // Its figures lead to the tickets as they were, not to those of today.
        await visit.Page.ClickAsync($".scores a[href*='{FakeScore.Good}']");
        await Expect(visit.Page.Locator("[data-frozen]")).ToBeVisibleAsync();
        await visit.Page.ClickAsync("[data-dimension=resolution] a");
        await Expect(visit.Page.Locator("#behind a").First).ToContainTextAsync("T-20260202-000007");
        visit.Clean();
    }

    [Fact]
    public async Task Faults_repeats_and_proposals_are_seen_and_fit_a_phone()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN", width: 390, height: 844);
        await visit.OpenAsync("/learning", ".pareto");
        await Expect(visit.Page.Locator("[data-chart=pareto] svg")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".proposal")).ToContainTextAsync("升级");
        await Expect(visit.Page.Locator(".repeats tbody tr")).ToHaveCountAsync(1);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await visit.OpenAsync("/vendors", ".vendor");
        await Expect(visit.Page.Locator("[data-vendor='远航系统集成']")).ToContainTextAsync("招标文件 2026-07");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        visit.Clean();
    }

    [Fact]
    public async Task What_is_known_of_a_vendor_from_elsewhere_is_entered_and_imported_with_its_source()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/vendors", ".vendor");
        var vendor = visit.Page.Locator("[data-vendor='Meridian Services']");
        await vendor.Locator(".vendor-edit summary").ClickAsync();
        var add = vendor.Locator("[data-add=case]");
        await add.Locator("input").Nth(0).FillAsync("Month-end of a steel group");
        await add.Locator("input").Nth(1).FillAsync("Tender 7");
        await add.Locator("button").ClickAsync();
        await Expect(vendor.Locator("table")).ToContainTextAsync("Case: Month-end of a steel group");
        await vendor.Locator("[name=csv]").FillAsync("dimension,value,source,date\nrecovery,6.5,Trade press 2026-05,2026-05-31");
        await vendor.Locator("[data-add=import] button").ClickAsync();
        await Expect(vendor.Locator("table")).ToContainTextAsync("Trade press 2026-05");
        await Expect(vendor.Locator("[name=csv]")).ToHaveValueAsync("");
        visit.Clean();
    }
}
