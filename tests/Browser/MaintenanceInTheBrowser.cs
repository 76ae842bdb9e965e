using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Planned maintenance: what is due, its evidence, plans and the year.</summary>
public sealed class MaintenanceInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_drill_says_what_it_lacks_and_closes_with_its_evidence_and_a_remark_on_what_was_missed()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/maintenance", ".run");
        await Expect(visit.Page.Locator(".rail-item .count")).ToHaveTextAsync("1");
        await visit.Page.ClickAsync("[data-count=overdue]");
        await Expect(visit.Page.Locator(".run")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync(".run .row-link");
        await visit.Page.ClickAsync("[data-run-action=start]");
        var missing = visit.Page.Locator(".missing [data-missing]");
        await Expect(missing).ToHaveCountAsync(9);
        await visit.Page.ClickAsync("[data-run-action=complete]");
        await Expect(visit.Page.Locator(".field-error[data-field=restoredBytes]")).ToContainTextAsync("missing");

        foreach (var (field, value) in new[]
        {
            ("backupId", "B-17"), ("backupTakenAt", "2026-11-22T20:00"), ("restoredBytes", "1649267441664"), ("expectedChecksum", "abc"), ("restoredChecksum", "sha256:" + new string('a', 64)),
            ("restoreSeconds", "4000"), ("dataLossSeconds", "300"),
        })
            await visit.Page.FillAsync($"[name={field}]", value);
        await visit.Page.Locator("[name=dataLossSeconds]").BlurAsync();
        await Expect(visit.Page.Locator(".evidence")).ToContainTextAsync("1.5 TiB");
        await visit.Page.ClickAsync("[data-save-evidence]");
        await Expect(visit.Page.Locator(".field-error[data-field=expectedChecksum]")).ToContainTextAsync("algorithm");
        await visit.Page.FillAsync("[name=expectedChecksum]", "sha256:" + new string('a', 64));
        await visit.Page.Locator("[name=expectedChecksum]").BlurAsync();
        await visit.Page.ClickAsync("[data-save-evidence]");
        await Expect(missing).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-measure=rto]")).ToHaveAttributeAsync("data-reached", "no");
        await Expect(visit.Page.Locator("[data-measure=rpo]")).ToHaveAttributeAsync("data-reached", "yes");
        await Expect(visit.Page.Locator("[data-measure=checksum]")).ToHaveAttributeAsync("data-reached", "yes");

        await visit.Page.ClickAsync("[data-item=isolated] [data-check=done]");
        await Expect(visit.Page.Locator("[data-item=isolated]")).ToHaveAttributeAsync("data-state", "done");
        await visit.Page.ClickAsync("[data-item=readable] [data-check=skipped]");
        await visit.Page.FillAsync(".dialog-form textarea", "No accounts on the copy");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator("[data-item=readable]")).ToHaveAttributeAsync("data-state", "skipped");
        await Expect(missing).ToHaveCountAsync(0);
        await visit.Page.ClickAsync("[data-run-action=complete]");
        await visit.Page.FillAsync(".dialog-form textarea", "A faster disk is ordered");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator("[data-verdict]")).ToHaveAttributeAsync("data-verdict", "failed");
        await Expect(visit.Page.Locator(".because")).ToContainTextAsync("RTO");
        // The browser itself notes the refusals that the test provoked.
        Assert.Empty(visit.Strangers);
    }

    [Fact]
    public async Task An_upgrade_keeps_what_was_shown_before_it_and_a_manager_answers_for_an_untested_rollback()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN", width: 390, height: 844);
        await visit.OpenAsync($"/maintenance/runs/{FakeMaintenance.Upgrade}", ".evidence");
        await Expect(visit.Page.Locator("[data-phase=before] input, [data-phase=before] textarea")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-phase=before]")).ToContainTextAsync("B-20261123-01");
        await Expect(visit.Page.Locator(".missing [data-missing=rollbackTest]")).ToHaveTextAsync("回退测试");
        await visit.Page.ClickAsync("[data-run-action=waive]");
        await visit.Page.FillAsync(".dialog-form textarea", "没有第二套系统");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".waiver")).ToContainTextAsync("没有第二套系统");
        await Expect(visit.Page.Locator(".missing [data-missing=rollbackTest]")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-tied] a")).ToHaveAttributeAsync("href", $"/tickets/{FakeData.Id(102)}");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        visit.Clean();
    }

    [Fact]
    public async Task A_month_shows_runs_on_the_customers_day_and_is_left_by_keys()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/maintenance", ".run");
        await visit.Page.ClickAsync("[data-month]");
        await visit.Page.Locator(".month-days a").First.WaitForAsync();
        await visit.Page.Locator($".month-days a[href='/maintenance/runs/{FakeMaintenance.Due}']").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("季度巡检");
        visit.Clean();
    }

    [Fact]
    public async Task A_plan_shows_its_clamped_dates_before_it_is_saved_and_what_never_happens_at_its_field()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/maintenance/plans", ".plan-row");
        await Expect(visit.Page.Locator(".plan-row").First).ToContainTextAsync("every three months on the 31st");
        await visit.OpenAsync("/maintenance/plans/new", ".plan-form");
        await visit.Page.FillAsync("[name=planName]", "Restore drill of the archive");
        await visit.Page.SelectOptionAsync("[name=kind]", "backupDrill");
        await visit.Page.FillAsync("[name=rto]", "60");
        await visit.Page.FillAsync("[name=rpo]", "15");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".field-error[data-field=contractId]")).ToBeVisibleAsync();
        await visit.Page.Locator(".rz-dropdown").ClickAsync();
        await visit.Page.Locator(".rz-dropdown-item").First.ClickAsync();
        await Expect(visit.Page.Locator("[name=contract]")).Not.ToHaveValueAsync("");

        await visit.Page.FillAsync("[name=dayOfMonth]", "31");
        await visit.Page.Locator("[name=dayOfMonth]").BlurAsync();
        await visit.Page.SelectOptionAsync("[name=every]", "quarterly");
        await Expect(visit.Page.Locator(".windows li[data-on='2027-02-28']")).ToContainTextAsync("22:00");
        await visit.Page.SelectOptionAsync("[name=every]", "weekly");
        await visit.Page.Locator(".choice:has([name=sat])").ClickAsync();
        await Expect(visit.Page.Locator(".field-error[data-field=rule]")).ToContainTextAsync("never happens");
        await visit.Page.Locator(".choice:has([name=sat])").ClickAsync();
        await Expect(visit.Page.Locator(".windows li")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-plan='Restore drill of the archive']")).ToContainTextAsync("every week: Saturday");
    }

    [Fact]
    public async Task The_yearly_plan_needs_no_script_and_gives_a_calendar_address_once()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN", javaScript: false);
        await visit.Page.GotoAsync("/maintenance/year?year=2026");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("2026 年度维护计划");
        await Expect(visit.Page.Locator(".year-table tbody tr")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".year-table .day[data-late]")).ToHaveTextAsync("31 !");
        await visit.Page.ClickAsync("[data-make-feed]");
        await Expect(visit.Page.Locator(".feed-address")).ToContainTextAsync("/ical/bm90LWEtcmVhbC10b2tlbi1idXQtbG9uZw.ics");
        await visit.Page.GotoAsync("/maintenance/year?year=2026");
        await Expect(visit.Page.Locator(".feed-address")).ToHaveCountAsync(0);
        visit.Clean();

        await using var nobody = await screen.VisitAsync(signedIn: false, javaScript: false);
        await nobody.Page.GotoAsync("/maintenance/year?year=2026");
        Assert.Contains("/sign-in", nobody.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("zh-CN", 390)]
    public async Task A_kinds_checklist_is_written_ordered_and_set_back(string language, int width)
    {
        await using var visit = await screen.VisitAsync(language: language, width: width, height: 900);
        await visit.OpenAsync("/maintenance/checklists", ".checklists");
        var kind = visit.Page.Locator($"[data-kind={(language == "en" ? "inspection" : "patch")}]");
        await kind.Locator("[data-edit]").ClickAsync();
        await kind.Locator("[data-add-item]").ClickAsync();
        await Expect(kind.Locator(".checklist-item")).ToHaveCountAsync(3);
        await kind.Locator("[name=text]").Last.FillAsync(new string('x', 90));
        await kind.Locator("[name=text]").Last.BlurAsync();
        await kind.Locator("[data-save]").ClickAsync();
        await Expect(kind.Locator(".field-error")).ToHaveCountAsync(1);
        await kind.Locator("[name=text]").Last.FillAsync("Fans turn");
        await kind.Locator("[name=textZh]").Last.FillAsync("风扇运转");
        await kind.Locator("[name=required]").Last.UncheckAsync();
        await kind.Locator("[data-up]").Last.ClickAsync();
        await Expect(kind.Locator(".checklist-item [name=text]").Nth(1)).ToHaveValueAsync("Fans turn");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than the screen.");
        await kind.Locator("[data-save]").ClickAsync();
        await Expect(kind.Locator(".checklist-list li").Nth(1)).ToContainTextAsync(language == "en" ? "Fans turn" : "风扇运转");
        await Expect(kind.Locator("[data-own]")).ToHaveAttributeAsync("data-own", "yes");
        await kind.Locator("[data-reset]").ClickAsync();
        await Expect(kind.Locator("[data-own]")).ToHaveAttributeAsync("data-own", "no");
        await Expect(kind.Locator(".checklist-list li")).ToHaveCountAsync(2);
        // The browser itself notes the refusal that the test provoked.
        Assert.Empty(visit.Strangers);
    }

    [Fact]
    public async Task A_plan_may_have_a_list_of_its_own()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/maintenance/plans/{FakeMaintenance.Plan}", "[data-own-list=no]");
        await Expect(visit.Page.Locator("[data-own-list] .checklist-list li")).ToHaveCountAsync(2);
        await visit.Page.CheckAsync("[name=ownList]");
        await Expect(visit.Page.Locator("[data-own-list=yes] .checklist-item")).ToHaveCountAsync(2);
        await visit.Page.Locator("[data-own-list] [data-remove]").First.ClickAsync();
        // What is asked of one element fails at once while there are two: first their number.
        await Expect(visit.Page.Locator("[data-own-list] .checklist-item")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("[data-own-list] .checklist-item")).ToHaveAttributeAsync("data-key", "logs");
        await visit.Page.UncheckAsync("[name=ownList]");
        await Expect(visit.Page.Locator("[data-own-list=no] .checklist-list li")).ToHaveCountAsync(2);
        visit.Clean();
    }
}
