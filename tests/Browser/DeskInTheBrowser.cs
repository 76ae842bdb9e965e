using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What people do with the Desk, done in a real browser.</summary>
public sealed class DeskInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_stranger_is_sent_to_the_sign_in_and_comes_back_to_where_he_wanted_to_go()
    {
        await using var visit = await screen.VisitAsync(signedIn: false, language: "en");
        await visit.Page.GotoAsync("/follow-ups");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in\\?returnUrl=%2Ffollow-ups$"));

        await visit.Page.FillAsync("[name=email]", "lin@vendor.example");
        await visit.Page.FillAsync("[name=password]", "wrong");
        await visit.Page.ClickAsync("button[type=submit]");
        await Expect(visit.Page.Locator(".alert")).ToHaveTextAsync("E-mail or password is not right.");

        await visit.Page.FillAsync("[name=email]", "lin@vendor.example");
        await visit.Page.FillAsync("[name=password]", "right");
        await visit.Page.ClickAsync("button[type=submit]");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Follow-up calls");
        visit.Clean();
    }

    [Fact]
    public async Task The_board_shows_every_open_ticket_its_clocks_tick_and_a_change_appears_by_itself()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/", ".board-row");
        var rows = visit.Page.Locator(".board-row");
        await Expect(rows.Filter(new() { HasText = "SAP 月结过账报错" })).ToHaveCountAsync(1);

        var figures = rows.First.Locator("sm-clock[data-look=overdue] .figures");
        var before = await figures.TextContentAsync();
        await Expect(figures).Not.ToHaveTextAsync(before!);

        var ticket = screen.Gateway.Data.Number(9);
        var row = rows.Filter(new() { HasText = ticket.Number });
        await Expect(row.Locator(".state")).ToHaveTextAsync("已分派");
        (ticket.State, ticket.Version) = ("inProgress", ticket.Version + 1);
        await Expect(row.Locator(".state")).ToHaveTextAsync("处理中");
        Assert.Equal(1, await visit.Page.EvaluateAsync<int>("performance.getEntriesByType('navigation').length"));

        await visit.Page.Locator(".pick").First.ClickAsync();
        await visit.Page.Locator(".rz-dropdown-item").Filter(new() { HasText = "CRM Support" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        visit.Clean();
    }

    [Fact]
    public async Task The_keyboard_walks_the_board_opens_a_ticket_and_searches()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/", ".board-row");
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("j");
        await Expect(visit.Page.Locator(".board-row").Nth(1).Locator(".row-link")).ToBeFocusedAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("Aldgate");
        await Expect(visit.Page.Locator(".board-row")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator(".ticket-title h1")).ToContainTextAsync("Quarterly patch window");
        visit.Clean();
    }

    [Fact]
    public async Task A_reply_and_an_internal_note_stand_in_the_conversation()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.First}", ".bubble");
        await visit.Page.FillAsync(".composer textarea", "号码段已补充，请重新过账。");
        await visit.Page.ClickAsync("[data-send-button]");
        await Expect(visit.Page.Locator(".bubble.agent").Last).ToContainTextAsync("号码段已补充，请重新过账。");
        await Expect(visit.Page.Locator(".composer textarea")).ToHaveValueAsync("");

        await visit.Page.ClickAsync("[data-note]");
        await visit.Page.FillAsync(".composer textarea", "Check FBN1 for next year too");
        await visit.Page.PressAsync(".composer textarea", "Control+Enter");
        await Expect(visit.Page.Locator(".bubble.note").Last).ToContainTextAsync("Only colleagues see this");
        await Expect(visit.Page.Locator(".bubble.note").Last).ToContainTextAsync("Check FBN1 for next year too");
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_waits_with_a_reason_and_a_refused_action_says_why()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        var ticket = screen.Gateway.Data.Number(13);
        await visit.OpenAsync($"/tickets/{ticket.Id}", ".actions");
        await visit.Page.ClickAsync("[data-action=pause]");
        await visit.Page.GetByText("Waiting for a vendor").ClickAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".chips .state")).ToHaveTextAsync("Waiting");

        ticket.State = "resolved";
        await visit.Page.Locator("[data-action=close]").WaitForAsync();
        ticket.State = "inProgress";
        await visit.Page.ClickAsync("[data-action=close]");
        await Expect(visit.Page.Locator(".rz-growl-item-container, .rz-notification-item-wrapper").First).ToContainTextAsync("A colleague may have been quicker");
        visit.Complaints.RemoveAll(c => c.Contains("409", StringComparison.Ordinal));
        visit.Clean();
    }

    [Fact]
    public async Task Every_due_time_unfolds_into_what_made_it()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.First}", ".explain");
        var resolution = visit.Page.Locator(".explain[data-explain=resolution]:not(.replaced)");
        await resolution.Locator("summary").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(resolution.Locator(".bar.stands")).ToHaveCountAsync(1);
        await Expect(resolution.Locator(".mark-at.now")).ToHaveCountAsync(1);
        await Expect(resolution.Locator(".counted-list .stands")).ToContainTextAsync("Waiting for the customer");
        await Expect(resolution.Locator(".counted-list tbody tr").Last).ToContainTextAsync("4 h");
        await Expect(resolution).ToContainTextAsync("1 h 23 min of service hours; 1 h 35 min by the clock on the wall");
        await Expect(resolution).ToContainTextAsync("premium-support · version 3 · rule severity 1 by phone");
        await Expect(resolution.Locator(".levels-told .skipped")).ToContainTextAsync("Warning 3 h 30 min before due");
        await Expect(resolution.Locator(".levels-told .skipped")).ToContainTextAsync("something later was told at once");
        await Expect(resolution.Locator("[data-started=opened]")).ToContainTextAsync("the report");
        await Expect(resolution.Locator("[data-asks]")).ToHaveTextAsync("the solution or the closing of the ticket");
        await Expect(visit.Page.Locator(".explain[data-explain=firstResponse] [data-met=callAnswered]")).ToContainTextAsync("an answered call");

        var emergency = visit.Page.Locator(".explain[data-explain=emergency]");
        await emergency.Locator("summary").ClickAsync();
        await Expect(emergency.Locator(".legs [data-leg=remoteAssistance]")).ToContainTextAsync("a remote session");
        await Expect(emergency.Locator(".legs [data-leg=onSiteArrival]")).ToContainTextAsync("no longer needed");
        await Expect(visit.Page.Locator(".explain.replaced")).ToHaveCountAsync(1);

        await visit.Page.ClickAsync(".rail a[lang=zh-CN]");
        await Expect(visit.Page.Locator(".why").First).ToContainTextAsync("适用于服务等级 premium");
        await Expect(visit.Page.Locator(".explain[data-explain=diagnosis] [data-met=fixPlan]")).ToContainTextAsync("修复方案");
        await Expect(visit.Page.Locator(".why").First).ToContainTextAsync("maintenance-plan 适用于维护");
        visit.Clean();
    }

    [Fact]
    public async Task Staff_register_a_ticket_with_the_form()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/new", ".new-form");
        await visit.Page.ClickAsync(".new-form button[type=submit]");
        await Expect(visit.Page.Locator(".field-error")).ToHaveCountAsync(2);
        await visit.Page.FillAsync("[name=contactName]", "Oliver Grant");
        await visit.Page.FillAsync("[name=subject]", "Spindle 2 vibrates above 8000 rpm");
        await visit.Page.ClickAsync(".level[data-level=high] >> nth=0");
        await visit.Page.ClickAsync(".new-form button[type=submit]");
        await Expect(visit.Page.Locator(".ticket-title h1")).ToHaveTextAsync("Spindle 2 vibrates above 8000 rpm");
        visit.Clean();
    }

    [Fact]
    public async Task Staff_find_a_customer_that_is_not_among_the_first_by_typing()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/new", ".new-form");
        var customer = visit.Page.Locator(".rz-dropdown:has([name=customer])");
        await customer.ClickAsync();
        var options = visit.Page.Locator(".rz-dropdown-panel:visible .rz-dropdown-item");
        await Expect(options.Filter(new() { HasText = "Far Away Foods" })).ToHaveCountAsync(0);
        await visit.Page.Locator(".rz-dropdown-panel:visible input").PressSequentiallyAsync("away f");
        await Expect(options).ToHaveCountAsync(1);
        await options.ClickAsync();
        await Expect(customer).ToContainTextAsync("Far Away Foods");
        await Expect(visit.Page.Locator(".rz-dropdown:has([name=contact])")).ToContainTextAsync("王丽");
        await customer.ClickAsync();
        await visit.Page.Locator(".rz-dropdown-panel:visible input").PressSequentiallyAsync("华东");
        await Expect(options.First).ToContainTextAsync("华东");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(customer).ToContainTextAsync("Far Away Foods");
        visit.Clean();
    }

    [Fact]
    public async Task Hostile_text_is_shown_and_does_nothing()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(102)}", ".bubble");
        await Expect(visit.Page.Locator(".bubble.customer p")).ToHaveTextAsync(FakeData.Hostile);
        Assert.Null(await visit.Page.EvaluateAsync<int?>("window.broken ?? null"));
        Assert.DoesNotContain(FakeGateway.SessionValue, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        visit.Clean();
    }

    [Fact]
    public async Task The_language_switch_and_the_theme_are_remembered()
    {
        await using var visit = await screen.VisitAsync();
        await visit.OpenAsync("/", ".board-row");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("工单看板");
        await visit.Page.ClickAsync(".rail a[lang=en]");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Board");
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('[data-circuit=ready]')");
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.ClickAsync("[data-theme-toggle]"), r => r.Url.Contains("/preferences", StringComparison.Ordinal));
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        visit.Clean();
    }

    [Theory]
    [InlineData("zh-CN", "您的工单")]
    [InlineData("en", "Your ticket")]
    public async Task The_progress_page_needs_no_script(string language, string label)
    {
        await using var visit = await screen.VisitAsync(signedIn: false, javaScript: false, language: language, width: 390, height: 844);
        await visit.Page.GotoAsync($"/p/{FakeData.Token}");
        await Expect(visit.Page.Locator(".progress-number")).ToContainTextAsync(label);
        await Expect(visit.Page.Locator(".stepper .now")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".promises li")).ToHaveCountAsync(3);
        await Expect(visit.Page.GetByText("上月 T-20261019-000412")).ToHaveCountAsync(0);

        var words = $"From the page without script, {language}";
        await visit.Page.FillAsync("textarea", words);
        await visit.Page.ClickAsync("form.reply button");
        await Expect(visit.Page.Locator(".alert.good")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".messages .you").Last).ToContainTextAsync(words);
        visit.Clean();
    }

    [Fact]
    public async Task Unknown_links_get_one_friendly_answer()
    {
        await using var visit = await screen.VisitAsync(signedIn: false, language: "en");
        foreach (var address in new[] { "/p/no-such-token", "/no/such/page" })
        {
            var answer = await visit.Page.GotoAsync(address);
            Assert.Equal(404, answer!.Status);
            await Expect(visit.Page.Locator(".message-card h1")).ToHaveTextAsync("This page is not here");
        }
    }
}
