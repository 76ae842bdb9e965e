using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Being asked, being called, and deciding about money.</summary>
public sealed class DutyInTheBrowser(Screen screen)
{
    [Fact]
    public async Task An_offer_is_refused_with_a_reason_and_an_escalation_is_taken_on()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/", ".banner.offer");
        await Expect(visit.Page.Locator(".banner.offer")).ToContainTextAsync("T-20261123-000003");
        await visit.Page.ClickAsync("[data-refuse]");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".field-error")).ToHaveCountAsync(1);
        await visit.Page.FillAsync(".dialog-form textarea", "On another emergency");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".banner.offer")).ToHaveCountAsync(0);

        await visit.OpenAsync($"/tickets/{FakeDuty.Escalated}", ".banner.paging");
        await Expect(visit.Page.Locator(".banner.paging")).ToContainTextAsync("林晓东 was called");
        await visit.Page.ClickAsync("[data-acknowledge]");
        await Expect(visit.Page.Locator(".banner.paging")).ToHaveCountAsync(0);

        await visit.Page.ClickAsync(".ranking summary");
        await Expect(visit.Page.Locator(".ranking tbody tr")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator(".ranking")).ToContainTextAsync("not considered: the certificate SAP FI ended on 2026-10-31");
        visit.Clean();
    }

    [Fact]
    public async Task Who_is_on_call_and_which_certificate_has_ended_is_seen()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/people", ".certificates");
        await Expect(visit.Page.Locator("[data-team='ERP 实施组']")).ToContainTextAsync("林晓东");
        await Expect(visit.Page.Locator("[data-team='CRM Support']")).ToContainTextAsync("当前无人值班");
        await Expect(visit.Page.Locator(".certificates tbody tr").First).ToContainTextAsync("已过期");
        await Expect(visit.Page.Locator(".certificates tr[data-look=soon]")).ToContainTextAsync("用友 U8");
        visit.Clean();
    }

    [Fact]
    public async Task A_credit_is_approved_another_waived_with_a_reason_and_the_statement_is_read()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/credits", ".credit");
        await visit.Page.ClickAsync(".credit[data-state=accrued] [data-decide=approve]");
        await Expect(visit.Page.Locator(".credit[data-state=approved]")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync(".credit[data-state=disputed] [data-decide=waive]");
        await visit.Page.FillAsync(".dialog-form textarea", "The customer's line was down");
        await visit.Page.Locator(".dialog-form textarea").BlurAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".credit[data-state=waived]")).ToContainTextAsync("The customer's line was down");
        await visit.Page.Locator("[data-statement]").First.ClickAsync();
        await Expect(visit.Page.Locator(".statement")).ToContainTextAsync("20 % of the fee, 4,000.00 CNY");
        await Expect(visit.Page.Locator(".statement")).ToContainTextAsync("-700.00 CNY");
        visit.Clean();
    }

    [Fact]
    public async Task An_administrator_gives_a_role_and_shuts_an_account()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/admin", ".accounts");
        var dispatcher = visit.Page.GetByLabel("周婷: Dispatcher");
        await dispatcher.CheckAsync();
        await Expect(visit.Page.Locator(".rz-growl-item-container, .rz-notification-item-wrapper").First).ToContainTextAsync("周婷");
        await visit.Page.GetByLabel("周婷: may sign in").UncheckAsync();
        await visit.OpenAsync("/admin", ".accounts");
        await Expect(dispatcher).ToBeCheckedAsync();
        await Expect(visit.Page.GetByLabel("周婷: may sign in")).Not.ToBeCheckedAsync();
        await Expect(visit.Page.GetByText("企业微信客服")).ToBeVisibleAsync();
        // Whether what is due happens.
        await Expect(visit.Page.Locator("[data-engine=sla][data-state=lost]")).ToContainTextAsync("stands still");
        await Expect(visit.Page.Locator("[data-engine=notification]")).ToContainTextAsync("12 s");
        visit.Clean();
    }

    [Fact]
    public async Task An_administrator_makes_a_brand_and_sells_a_product_under_it()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/admin", ".brands");
        await Expect(visit.Page.Locator("[data-brand=nova]")).ToContainTextAsync("Nova Care");
        await visit.Page.Locator("[data-new-brand]").ClickAsync();
        await visit.Page.Locator("[name=brandCode]").FillAsync("aster");
        await visit.Page.Locator("[name=brandZh]").FillAsync("紫菀");
        await visit.Page.Locator("[name=brandEn]").FillAsync("Aster Works");
        await visit.Page.Locator("[data-brand-form]").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-brand=aster]")).ToContainTextAsync("Aster Works");
        var under = visit.Page.GetByLabel("CRM Cloud: Sold under");
        await under.SelectOptionAsync("aster");
        await Expect(visit.Page.Locator(".rz-growl-item-container, .rz-notification-item-wrapper").First).ToContainTextAsync("Aster Works");
        await Expect(under).ToHaveValueAsync("aster");
        // Its mails come from an address of its own; a brand that is retired is gone, with its row.
        await visit.Page.Locator("[data-sender=aster] button").First.ClickAsync();
        await visit.Page.Locator("[name=senderAddress]").FillAsync("care@aster.example");
        await visit.Page.Locator("[data-sender-form]").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-sender=aster]")).ToContainTextAsync("care@aster.example");
        await Expect(visit.Page.Locator("[data-sender=own]")).ToContainTextAsync("service@vendor.example");
        await visit.Page.Locator("[data-brand=nova] [data-retire]").ClickAsync();
        await visit.Page.Locator(".rz-dialog").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Retire", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator("[data-brand=nova]")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("[data-sender=nova]")).ToHaveCountAsync(0);
        // A wording may be written for it.
        await visit.OpenAsync("/messages/wordings", "[name=brand]");
        await visit.Page.Locator("[name=brand]").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "Aster Works" });
        visit.Clean();
    }

    [Fact]
    public async Task An_administrator_connects_a_channel_and_sees_its_secret_once()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/admin", ".channels");
        await visit.Page.Locator("[data-new-channel]").ClickAsync();
        await visit.Page.Locator("[name=channelKind]").SelectOptionAsync("telegram");
        await visit.Page.Locator("[name=channelName]").FillAsync("Night line");
        await visit.Page.Locator("[name='setting-botToken']").FillAsync("nothing");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visit.Page.Locator(".field-error")).ToContainTextAsync("settings.botToken");
        await visit.Page.Locator("[name='setting-botToken']").FillAsync("12345:right");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-created-channel]")).ToContainTextAsync("0f3c");
        await Expect(visit.Page.Locator("[data-channel='Night line']")).ToBeVisibleAsync();
        await visit.OpenAsync("/admin", ".channels");
        await Expect(visit.Page.GetByText("0f3c")).Not.ToBeVisibleAsync();
        // One that is there is changed; its secrets stay when they are left empty.
        await visit.Page.Locator("[data-channel='服务热线'] [data-edit-channel]").ClickAsync();
        await Expect(visit.Page.Locator("[name=channelKind]")).ToBeDisabledAsync();
        await visit.Page.Locator("[name='setting-record']").SelectOptionAsync("on");
        await visit.Page.Locator("[name='setting-waitSeconds']").FillAsync("");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visit.Page.Locator("[data-channel-form]")).ToHaveCountAsync(0);
        await visit.Page.Locator("[data-channel='服务热线'] [data-edit-channel]").ClickAsync();
        await Expect(visit.Page.Locator("[name='setting-record']")).ToHaveValueAsync("on");
        await Expect(visit.Page.Locator("[name='setting-waitSeconds']")).ToHaveValueAsync("");
        await Expect(visit.Page.Locator("[name='setting-accountSid']")).ToHaveValueAsync("AC12");
        visit.Clean();
    }
}
