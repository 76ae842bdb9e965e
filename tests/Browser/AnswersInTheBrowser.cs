using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What whoever answers is told of the customer's platform, and a product's modules as they are edited.</summary>
public sealed class AnswersInTheBrowser(Screen screen)
{
    [Fact]
    public async Task The_platforms_reply_time_and_longest_message_are_shown_and_counted_as_somebody_types()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(103)}", ".composer");
        await Expect(visit.Page.Locator("[data-window=open]")).ToContainTextAsync("WeChat official account takes answers for another 1 d 17 h");
        await visit.Page.Locator(".composer textarea").FillAsync("已收到 ok");
        await Expect(visit.Page.Locator(".text-count")).ToHaveTextAsync("12 / 2,048 bytes", new() { UseInnerText = true });
        await visit.Page.Locator(".composer textarea").FillAsync(new string('好', 700));
        await Expect(visit.Page.Locator(".text-count")).ToHaveTextAsync("2,100 / 2,048 bytes · goes in several messages", new() { UseInnerText = true });
        await visit.Page.ClickAsync("[data-note]");
        await Expect(visit.Page.Locator(".text-count, [data-window]")).ToHaveCountAsync(0);
        visit.Clean();
    }

    [Fact]
    public async Task Once_the_reply_time_is_over_only_notes_are_taken()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(110)}", ".composer");
        await Expect(visit.Page.Locator("[data-window=over]")).ToContainTextAsync("DingTalk takes no answer since");
        await Expect(visit.Page.Locator("[data-send-button]")).ToBeDisabledAsync();
        await visit.Page.ClickAsync("[data-note]");
        await Expect(visit.Page.Locator("[data-send-button]")).ToBeEnabledAsync();
        // Where no platform stands between, nothing is said.
        await visit.OpenAsync($"/tickets/{FakeData.Id(104)}", ".composer");
        await Expect(visit.Page.Locator("[data-window], .text-count")).ToHaveCountAsync(0);
        visit.Clean();
    }

    [Fact]
    public async Task A_products_modules_and_versions_are_edited()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/products", ".products");
        await visit.Page.ClickAsync("[data-new]");
        await visit.Page.FillAsync("[name=productCode]", "S4");
        await visit.Page.FillAsync("[name=productName]", "Warehouse");
        await visit.Page.FillAsync("[name=modules]", "Inbound\n\n Outbound ");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-product-form] .field-error")).ToContainTextAsync("Another product has this code");
        await visit.Page.FillAsync("[name=productCode]", "WMS");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-product=WMS]")).ToContainTextAsync("Inbound, Outbound");
        await visit.Page.ClickAsync("[data-product=WMS] [data-edit]");
        await Expect(visit.Page.Locator("[name=modules]")).ToHaveValueAsync("Inbound\nOutbound");
        await visit.Page.FillAsync("[name=modules]", "Inbound\nStock count");
        await visit.Page.ClickAsync("[data-add-version]");
        await visit.Page.FillAsync("[name=versionName]", "R11");
        await visit.Page.FillAsync("[name=versionEnd]", "2027-12-31");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-product=WMS]")).ToContainTextAsync("R11 (until 2027-12-31)");
        await Expect(visit.Page.Locator("[data-product=WMS]")).ToContainTextAsync("Inbound, Stock count");
        visit.Clean();
    }
}
