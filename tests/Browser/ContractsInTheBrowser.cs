using Microsoft.Playwright;
using ServiceMesh.Sla.Domain.Policies;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What a service manager does with contracts.</summary>
public sealed class ContractsInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_contract_is_tried_with_a_ready_story_and_answers_every_change()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/try", ".trial-clock");
        var response = visit.Page.Locator(".trial-clock[data-clock=firstResponse]");
        await Expect(response).ToHaveAttributeAsync("data-state", "met");
        await visit.Page.FillAsync("[name=firstResponse]", "5 min");
        await visit.Page.Locator("[name=firstResponse]").BlurAsync();
        await Expect(response).ToHaveAttributeAsync("data-state", "metLate");

        await visit.Page.SelectOptionAsync("[name=story]", "emergency");
        var emergency = visit.Page.Locator(".trial-clock[data-clock=emergency]");
        await Expect(emergency).ToHaveAttributeAsync("data-state", "met");
        await emergency.Locator("summary").ClickAsync();
        await Expect(emergency.Locator("[data-leg=remoteAssistance]")).ToContainTextAsync("missed");
        await Expect(emergency.Locator("[data-leg=onSiteArrival]")).ToContainTextAsync("done");
        visit.Clean();
    }

    [Fact]
    public async Task The_instant_to_look_from_is_moved_by_keys_and_by_steps()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/try", ".trial-clock");
        var resolution = visit.Page.Locator(".trial-clock[data-clock=resolution]");
        await Expect(resolution).ToHaveAttributeAsync("data-state", "met");
        await visit.Page.FocusAsync("[name=now]");
        await visit.Page.Keyboard.PressAsync("Home");
        await Expect(resolution).ToHaveAttributeAsync("data-state", "running");
        await Expect(visit.Page.Locator(".story li.ahead")).ToHaveCountAsync(9);
        foreach (var _ in Enumerable.Range(0, 3))
            await visit.Page.ClickAsync("[data-step=on]");
        await Expect(resolution).ToHaveAttributeAsync("data-state", "paused");
        await Expect(resolution.Locator(".trial-detail")).ToContainTextAsync("left");
        visit.Clean();
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_in_the_readers_language()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/try", ".trial-clock");
        foreach (var (field, text, says) in new[] { ("tue", "09:00-12:00, 11:00-13:00", "重叠"), ("timeZone", "Asia/Nowhere", "不是有效时区"), ("resolution", "soon", "请填写时长") })
        {
            var input = visit.Page.Locator($".trial-forms [name={field}]");
            var before = await input.InputValueAsync();
            await input.FillAsync(text);
            await input.BlurAsync();
            await Expect(visit.Page.Locator(".trial-forms .field-error")).ToContainTextAsync(says);
            await Expect(visit.Page.Locator(".trial-result .banner")).ToBeVisibleAsync();
            await input.FillAsync(before);
            await input.BlurAsync();
            await Expect(visit.Page.Locator(".field-error")).ToHaveCountAsync(0);
        }

        visit.Clean();
    }

    [Fact]
    public async Task A_story_is_written_step_by_step_and_a_policy_in_force_is_taken_to_begin_with()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync("/try", ".trial-clock");
        await visit.Page.SelectOptionAsync("[name=contract]", "premium-support|ordinary");
        await Expect(visit.Page.Locator("[name=firstResponse]")).ToHaveValueAsync("30 min");
        await Expect(visit.Page.Locator(".calendar-editor [name=alwaysOpen]")).ToBeCheckedAsync();

        var events = visit.Page.Locator(".story li");
        await Expect(events).ToHaveCountAsync(10);
        await visit.Page.ClickAsync("[data-add-event]");
        await Expect(events).ToHaveCountAsync(11);
        await events.Last.Locator("select").First.SelectOptionAsync("fixPlan");
        await Expect(events.Last).ToHaveAttributeAsync("data-event", "fixPlan");
        await events.First.Locator("button[title='Remove']").ClickAsync();
        await Expect(events.First).ToContainTextAsync("cannot follow what happened before");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        visit.Clean();
    }

    [Fact]
    public async Task A_calendar_gets_a_new_version_by_form_and_its_year_is_seen()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/calendars/working-hours", ".year-view");
        await Expect(visit.Page.Locator(".month")).ToHaveCountAsync(12);
        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.FillAsync("[name=calendarName]", $"night-{Guid.NewGuid():N}"[..12]);
        await visit.Page.FillAsync("[name=mon]", "18:00-02:00");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".field-error")).ToContainTextAsync("may not cross midnight");
        await visit.Page.FillAsync("[name=mon]", "18:00-24:00");
        await visit.Page.FillAsync("[name=holidays]", $"{TimeProvider.System.GetUtcNow().Year}-06-01");
        await visit.Page.Locator("[name=holidays]").BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".version-bar").First).ToContainTextAsync("version 1");
        await Expect(visit.Page.Locator(".month[data-month='6'] td[data-look=holiday]")).ToHaveTextAsync("1");

        await visit.Page.ClickAsync("[data-check]");
        await Expect(visit.Page.Locator(".counted-list tbody tr")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync("[data-import]");
        await Expect(visit.Page.Locator(".version-bar select").First).ToContainTextAsync("version 2 (in force)");
        visit.Clean();
    }

    [Fact]
    public async Task A_policy_gets_a_new_version_by_form()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/policies", ".rules");
        await Expect(visit.Page.Locator(".rules")).ToContainTextAsync("Remote help: 1 h or Arrival on site: the same day if reported by 16:00");
        await visit.Page.ClickAsync("[data-edit]");
        var resolution = visit.Page.Locator("[data-rule='1'] [name=resolution]");
        await Expect(resolution).ToHaveValueAsync("48 h");
        await resolution.FillAsync("soon");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-rule='1'] .field-error")).ToContainTextAsync("ISO 8601");
        await resolution.FillAsync("36 h");
        await resolution.BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".rules")).ToContainTextAsync("36 h");
        await Expect(visit.Page.Locator(".version-bar select")).ToContainTextAsync("version 4 (in force)");
        visit.Clean();
    }

    [Theory]
    [InlineData("en", 1440, "starts with arrival on site · warns at 80 %, 30 min before due · 2 levels")]
    [InlineData("zh-CN", 390, "自到达现场起 · 预警：80 %, 到期前 30 分 · 2 级升级")]
    public async Task A_single_clock_gets_hours_a_start_warnings_and_a_ladder_of_its_own(string language, int width, string told)
    {
        await using var visit = await screen.VisitAsync(language: language, width: width, height: 900);
        await visit.OpenAsync("/policies", ".rules");
        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.FillAsync("[name=policyName]", $"own-{Guid.NewGuid():N}"[..12]);
        await visit.Page.FillAsync("[data-rule='0'] [name=resolution]", "24 h");
        await visit.Page.Locator("[data-rule='0'] [name=resolution]").BlurAsync();
        var own = visit.Page.Locator("[data-detail=resolution]");
        await own.Locator("summary").ClickAsync();
        Assert.Equal(
            ClockConditions.StartsOf("resolution").Skip(1).Select(s => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(s.ToString())).Prepend(""),
            await own.Locator("[name=startsOn] option").EvaluateAllAsync<string[]>("all => all.map(o => o.value)"));
        Assert.Equal(["", "closed"], await own.Locator("[name=metBy] option").EvaluateAllAsync<string[]>("all => all.map(o => o.value)"));
        await own.Locator("[name=clockCalendar]").SelectOptionAsync("working-hours");
        await own.Locator("[name=startsOn]").SelectOptionAsync("arrived");
        await own.Locator("[name=ownWarnings]").CheckAsync();
        await own.Locator("[name=clockWarnAt]").FillAsync("80");
        await own.Locator("[name=clockWarnBefore]").FillAsync("30 min");
        await own.Locator("[name=ownLadder]").CheckAsync();
        await own.Locator("[name=stepRole]").First.SelectOptionAsync("customer");
        await own.Locator("[name=stepOffset]").First.FillAsync("soon");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(own.Locator("[data-field='clocks.resolution.escalations[0]']")).ToBeVisibleAsync();
        await own.Locator("[name=stepOffset]").First.FillAsync("-30 min");
        await own.Locator("[name=stepOffset]").First.BlurAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-single-clocks]")).ToContainTextAsync(told);
        visit.Clean();
    }

    [Theory]
    [InlineData("en", 1440, "Started by", "the report")]
    [InlineData("zh-CN", 390, "起算事件", "报修")]
    public async Task A_single_clock_is_tried_with_an_end_hours_warnings_and_a_ladder_of_its_own(string language, int width, string word, string report)
    {
        await using var visit = await screen.VisitAsync(language: language, width: width, height: 900);
        await visit.OpenAsync("/try", ".trial-clock");
        var resolution = visit.Page.Locator(".trial-clock[data-clock=resolution]");
        await resolution.Locator("summary").ClickAsync();
        await Expect(resolution.Locator("dl")).ToContainTextAsync(word);
        await Expect(resolution.Locator("[data-started=opened]")).ToContainTextAsync(report);
        await Expect(resolution.Locator("[data-met=resolved]")).ToBeVisibleAsync();
        var own = visit.Page.Locator("[data-detail=resolution]");
        await own.Locator("summary").ClickAsync();
        await own.Locator("[name=metBy]").SelectOptionAsync("closed");
        await Expect(resolution.Locator("[data-met=closed]")).ToBeVisibleAsync();
        await own.Locator("[name=clockCalendar]").SelectOptionAsync("always");
        await Expect(resolution.Locator("a[href^='/calendars/always']")).ToBeVisibleAsync();
        await own.Locator("[name=ownWarnings]").CheckAsync();
        await own.Locator("[name=clockWarnBefore]").FillAsync("23 h");
        await own.Locator("[name=clockWarnBefore]").BlurAsync();
        await own.Locator("[name=ownLadder]").CheckAsync();
        await own.Locator("[data-add-step]").ClickAsync();
        await own.Locator("[name=stepOffset]").FillAsync("-22 h");
        await own.Locator("[name=stepOffset]").BlurAsync();
        await own.Locator("[name=stepRole]").SelectOptionAsync("customer");
        await Expect(resolution.Locator(".levels-told")).ToContainTextAsync(language == "en" ? "Warning 23 h before due" : "到期前 23 小时 预警");
        await Expect(resolution.Locator(".levels-told")).ToContainTextAsync(language == "en" ? "Escalation level 1" : "升级第 1 级");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        visit.Clean();
    }

    [Theory]
    [InlineData("en", 1440, "500.00 CNY")]
    [InlineData("zh-CN", 390, "500.00 CNY")]
    public async Task A_trial_says_what_its_missed_promises_would_pay_back(string language, int width, string worth)
    {
        await using var visit = await screen.VisitAsync(language: language, width: width, height: 900);
        await visit.OpenAsync("/try", ".trial-clock");
        await visit.Page.FillAsync("[name=firstResponse]", "5 min");
        await visit.Page.Locator("[name=firstResponse]").BlurAsync();
        await Expect(visit.Page.Locator(".trial-clock[data-clock=firstResponse]")).ToHaveAttributeAsync("data-state", "metLate");
        await Expect(visit.Page.Locator("[data-cost]")).ToHaveCountAsync(0);
        await visit.Page.ClickAsync("[data-trial-money] [data-add-clause]");
        await visit.Page.SelectOptionAsync("[data-trial-money] [name=clauseClock]", "firstResponse");
        await Expect(visit.Page.Locator("[data-credit=firstResponse]")).ToBeVisibleAsync();
        await visit.Page.FillAsync("[name=trialFee]", "10000");
        await visit.Page.Locator("[name=trialFee]").BlurAsync();
        await Expect(visit.Page.Locator("[data-cost-sum]")).ToHaveTextAsync(worth);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        visit.Clean();
    }

    [Fact]
    public async Task A_contracts_money_is_set_by_form_and_what_is_wrong_is_said_at_its_field()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/contracts", ".contracts");
        await visit.Page.FillAsync("[name=q]", "0102");
        await Expect(visit.Page.Locator(".contracts tbody tr")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync(".contracts a");
        await Expect(visit.Page.Locator("[name=casePrice]")).ToHaveValueAsync("650");
        await FillAsync("monthlyFee", "-1");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=monthlyFee]")).ToContainTextAsync("不小于 0");
        await FillAsync("monthlyFee", "12000");
        await FillAsync("currency", "");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=currency]")).ToContainTextAsync("币种");
        await FillAsync("currency", "cny");
        await FillAsync("creditCap", "20");
        await Expect(visit.Page.Locator("[data-most]")).ToContainTextAsync("2,400.00");
        await FillAsync("number", "HT-2026-0318");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=number]")).ToContainTextAsync("已存在");
        await FillAsync("number", "HT-2025-0102");
        await visit.Page.ClickAsync("[data-save]");
        var saved = visit.Page.Locator(".contracts tbody tr", new() { HasText = "HT-2025-0102" });
        await Expect(saved).ToContainTextAsync("12,000.00 CNY");
        await Expect(saved).ToContainTextAsync("月费的 20%");
        visit.Clean();

        async Task FillAsync(string name, string text)
        {
            await visit.Page.FillAsync($"[name={name}]", text);
            await visit.Page.Locator($"[name={name}]").BlurAsync();
        }
    }

    [Fact]
    public async Task A_contract_is_written_on_a_phone()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync("/contracts/new", "[data-money]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=customerId]")).ToContainTextAsync("Choose a customer");
        await visit.Page.Locator(".rz-dropdown:has([name=customer]), [name=customer]").First.ClickAsync();
        await visit.Page.Locator(".rz-dropdown-item:visible").First.ClickAsync();
        var number = $"C-{Guid.NewGuid():N}"[..12];
        foreach (var (name, text) in new[] { ("number", number), ("serviceLevel", "premium"), ("casePrice", "99.5") })
        {
            await visit.Page.FillAsync($"[name={name}]", text);
            await visit.Page.Locator($"[name={name}]").BlurAsync();
        }

        await visit.Page.UncheckAsync("[name=everyChannel]");
        await visit.Page.CheckAsync("[name=channel-hotline]");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".contracts tbody tr", new() { HasText = number })).ToContainTextAsync("99.50 CNY");
        visit.Clean();
    }

    [Fact]
    public async Task A_policy_is_made_for_contracts_and_products_found_by_name_and_says_so()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/policies/plant-line", "[data-contracts]");
        await Expect(visit.Page.Locator("[data-contracts]")).ToHaveTextAsync("HT-2026-0318 · 华东重工集团");
        await Expect(visit.Page.Locator("[data-products]")).ToHaveTextAsync("SAP S/4HANA 2023");
        await Expect(visit.Page.Locator(".master-list .on")).ToContainTextAsync("for contract HT-2026-0318 · 华东重工集团 · for product SAP S/4HANA 2023 · ");
        await visit.Page.ClickAsync("[data-edit]");
        await PickAsync("contracts", "far away", "HT-2025-0102 · Far Away Foods");
        await PickAsync("products", "CRM", "CRM Cloud");
        await Expect(visit.Page.Locator("[data-pick=contracts] .chip")).ToHaveCountAsync(2);
        await visit.Page.Locator("[data-pick=products] .chip button").First.ClickAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-contracts] a")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-contracts]")).ToContainTextAsync("HT-2025-0102 · Far Away Foods");
        await Expect(visit.Page.Locator("[data-products]")).ToHaveTextAsync("CRM Cloud");
        await Expect(visit.Page.Locator(".version-bar select")).ToContainTextAsync("version 2 (in force)");
        visit.Clean();

        async Task PickAsync(string name, string typed, string found)
        {
            var input = visit.Page.Locator($"[name={name}]");
            await input.FillAsync(typed);
            await Expect(visit.Page.Locator($"#found-{name} option[value='{found}']")).ToHaveCountAsync(1);
            await input.FillAsync(found);
            await Expect(visit.Page.Locator($"#found-{name} option[value='{found}']")).ToHaveCountAsync(1);
            await input.BlurAsync();
            await Expect(visit.Page.Locator($"[data-pick={name}] .chip", new() { HasText = found })).ToHaveCountAsync(1);
        }
    }
}
