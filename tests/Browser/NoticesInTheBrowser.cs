using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Messages: one's own, what they say, by which way they go, and what became of them.</summary>
public sealed class NoticesInTheBrowser(Screen screen)
{
    [Fact]
    public async Task Ones_own_notices_are_counted_read_and_their_ways_chosen()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/notices", ".own-notices");
        await Expect(visit.Page.Locator(".bell .badge")).ToHaveTextAsync("2");
        await visit.Page.Locator("[data-read]").First.ClickAsync();
        await Expect(visit.Page.Locator("li[data-state=unread]")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".bell .badge")).ToHaveTextAsync("1");
        await visit.Page.ClickAsync("[data-unread-only]");
        await Expect(visit.Page.Locator(".own-notices li")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync("[data-read-all]");
        await Expect(visit.Page.Locator(".bell .badge")).ToHaveCountAsync(0);

        await visit.OpenAsync("/notices/preferences", ".wish-matrix");
        await Expect(visit.Page.Locator("[name=quietFrom]")).ToHaveValueAsync("22:00");
        await visit.Page.FillAsync("[name=timeZone]", "Asia/Nowhere");
        await visit.Page.GetByLabel("Breach: Choose").CheckAsync();
        await visit.Page.GetByLabel("Breach: E-mail").UncheckAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=timeZone]")).ToContainTextAsync("not an IANA zone");
        await visit.Page.FillAsync("[name=timeZone]", "Europe/Berlin");
        await visit.Page.FillAsync("[name=digestMinutes]", "30");
        await visit.Page.Locator("[name=digestMinutes]").BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=timeZone]")).ToHaveCountAsync(0);
        await visit.OpenAsync("/notices/preferences", ".wish-matrix");
        await Expect(visit.Page.Locator("[name=timeZone]")).ToHaveValueAsync("Europe/Berlin");
        await Expect(visit.Page.GetByLabel("Breach: Desk")).ToBeCheckedAsync();
        await Expect(visit.Page.GetByLabel("Breach: E-mail")).Not.ToBeCheckedAsync();
        visit.Clean();
    }

    [Fact]
    public async Task A_wording_is_refused_at_its_part_previewed_saved_and_has_versions()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/messages/wordings/ticket-opened", "[data-wording]");
        await Expect(visit.Page.Locator("[data-holds]")).ToHaveTextAsync("内置");
        await visit.Page.ClickAsync("[data-edit]");
        var text = visit.Page.Locator("[name=text]");
        await text.FillAsync("您好 {{nobody}}");
        await text.BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=text]")).ToContainTextAsync("此消息没有名为 nobody 的值");
        await text.FillAsync("您好 ");
        await text.BlurAsync();
        await visit.Page.ClickAsync("[data-value=number]");
        await Expect(text).ToHaveValueAsync("您好 {{number}}");
        await visit.Page.ClickAsync("[data-preview]");
        await Expect(visit.Page.Locator("[data-filled]")).ToContainTextAsync("财务月结报错");
        await Expect(visit.Page.FrameLocator("[data-filled] iframe").Locator("p").First).ToContainTextAsync("王丽");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-holds]")).ToHaveTextAsync("自定义，第 1 版");
        await Expect(visit.Page.Locator("[name=version] option")).ToHaveCountAsync(2);
        visit.Clean();
    }

    [Fact]
    public async Task Ways_out_are_tried_and_a_robot_is_added()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/messages/providers", "[data-mail-server]");
        await visit.Page.ClickAsync("[data-mail-server] [data-test]");
        await Expect(visit.Page.Locator("[data-mail-server] [data-taken=yes]")).ToContainTextAsync("41 ms");
        var sms = visit.Page.Locator("[data-provider='短信网关']");
        await sms.Locator("[data-test]").ClickAsync();
        await Expect(sms.Locator(".field-error")).ToContainTextAsync("A number like");
        await sms.Locator("[name=testTo]").FillAsync("+8613812345678");
        await sms.Locator("[name=testTo]").BlurAsync();
        await sms.Locator("[data-test]").ClickAsync();
        await Expect(sms.Locator("[data-taken=no]")).ToContainTextAsync("sign-in refused (401)");

        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.SelectOptionAsync("[name=kind]", "dingtalk");
        await visit.Page.FillAsync("[name=name]", "Night shift");
        await visit.Page.FillAsync("[name=url]", "https://10.0.0.1/robot");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-provider-form] .field-error")).ToContainTextAsync("public internet");
        await visit.Page.FillAsync("[name=url]", "https://oapi.example.com/robot?access_token=x");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-provider='Night shift']")).ToBeVisibleAsync();
        visit.Clean();
    }

    [Fact]
    public async Task An_endpoint_is_switched_on_gets_a_new_secret_and_what_it_missed()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync("/messages/webhooks", ".endpoint");
        var crm = visit.Page.Locator(".endpoint[data-endpoint='https://crm.example.com/in']");
        await Expect(crm).ToContainTextAsync("for days it took nothing");
        await Expect(crm.Locator("[data-replay]")).ToBeDisabledAsync();
        await crm.Locator("[data-enable]").ClickAsync();
        await Expect(crm).ToHaveAttributeAsync("data-state", "on");
        await crm.Locator("[data-replay]").ClickAsync();
        await Expect(visit.Page.GetByText("3 messages are sent again")).ToBeVisibleAsync();

        var erp = visit.Page.Locator(".endpoint[data-endpoint='https://erp.example.com/hooks/servicemesh']");
        await erp.Locator("[data-rotate]").ClickAsync();
        await Expect(visit.Page.Locator("[data-secret]")).ToContainTextAsync("whsec_rotated-1");
        await Expect(erp).ToContainTextAsync("both secrets sign until");
        await erp.Locator("[data-deliveries]").ClickAsync();
        await Expect(erp.Locator(".sent-item")).ToHaveCountAsync(2);
        await erp.Locator("[data-failed]").ClickAsync();
        await Expect(erp.Locator(".sent-item")).ToHaveCountAsync(1);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        visit.Clean();
    }

    [Fact]
    public async Task A_team_is_told_besides_and_no_longer()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/messages/rules", "[data-rule]");
        await Expect(visit.Page.Locator("[data-rule]").First).ToContainTextAsync("2 级及以上");
        await visit.Page.SelectOptionAsync("[name=told]", new SelectOptionValue { Label = "CRM Support 的成员" });
        await visit.Page.SelectOptionAsync("[name=severity]", "1");
        await visit.Page.CheckAsync("[name=message-sla-warned]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-rule]")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-rule]").Last).ToContainTextAsync("CRM Support 的成员");
        await Expect(visit.Page.Locator("[data-rule]").Last).ToContainTextAsync("即将超时提醒");
        await visit.Page.Locator("[data-rule]").Last.Locator("[data-remove]").ClickAsync();
        await Expect(visit.Page.Locator("[data-rule]")).ToHaveCountAsync(1);
        visit.Clean();
    }

    [Fact]
    public async Task An_announcement_shows_its_audience_runs_and_is_stopped()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/messages/announcements", ".announcement");
        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.FillAsync("[name=subject-en]", "Stock service is down");
        await visit.Page.FillAsync("[name=text-en]", "We are on it and tell you more at 11:00.");
        await visit.Page.Locator("[name=text-en]").BlurAsync();
        await visit.Page.FillAsync("[name=customerSearch]", "Far");
        await visit.Page.Locator("[name=customerSearch]").BlurAsync();
        await visit.Page.GetByLabel("Far Away Foods").CheckAsync();
        await visit.Page.Locator("[data-windows] input[type=checkbox]").First.CheckAsync();
        await visit.Page.UncheckAsync("[name=way-webhook]");
        await visit.Page.ClickAsync("[data-save]");
        var card = visit.Page.Locator("[data-announcement='Stock service is down']");
        await Expect(card.Locator("[data-audience]")).ToContainTextAsync("120 people get it");
        await Expect(card.Locator("[data-way=sms]")).ToContainTextAsync("SMS 13");
        await Expect(card.Locator("[data-from]")).ToContainTextAsync("in the name of 新星服务 / Nova Care; mails come from Nova Helpdesk <care@nova.example>");
        await Expect(card.Locator("[data-unreachable]")).ToContainTextAsync("2 more cannot be reached");
        await card.Locator("[data-start]").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "sending");
        await Expect(card.Locator("[data-progress]")).ToContainTextAsync("80 of 120 made");
        await card.Locator("[data-stop]").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "stopped");
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_says_what_the_customer_did_not_get_and_why_somebody_was_told()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(102)}", "[data-undelivered]");
        await Expect(visit.Page.Locator("[data-undelivered]")).ToContainTextAsync("The customer did not get this: Reply (refused)");
        await visit.Page.ClickAsync("[data-watch]");
        await Expect(visit.Page.Locator("[data-watch]")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Page.ClickAsync("[data-tab=notices]");
        var row = visit.Page.Locator(".sent-item");
        await row.Locator("summary").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(row.Locator("[data-story] li")).ToHaveCountAsync(3);
        await Expect(row.Locator("[data-what=failed]")).ToContainTextAsync("550");
        await row.Locator("[data-resend]").ClickAsync();
        await Expect(visit.Page.GetByText("It is sent again.")).ToBeVisibleAsync();

        await visit.Page.ClickAsync("[data-why] summary");
        await Expect(visit.Page.Locator("[name=whyPerson]")).ToHaveValueAsync("lin@vendor.example");
        await visit.Page.ClickAsync("[data-ask]");
        await Expect(visit.Page.Locator("[data-answer] [data-verdict=waiting]")).ToContainTextAsync("waits for your digest");
        await Expect(visit.Page.Locator("[data-answer] [data-verdict=others]")).ToContainTextAsync("It was for: customer");
        visit.Clean();
    }
}
