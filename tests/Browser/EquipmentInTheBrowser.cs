using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What whoever talks to customers does with their equipment.</summary>
public sealed class EquipmentInTheBrowser(Screen screen)
{
    [Fact]
    public async Task Equipment_is_found_and_shows_its_contract_and_tickets_and_is_changed()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/assets", ".assets");
        await visit.Page.FillAsync("[name=q]", "sn-7781");
        await Expect(visit.Page.Locator(".assets tbody tr")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync(".assets a");
        await Expect(visit.Page.Locator("[data-asset-cover=exhausted]")).ToContainTextAsync("HT-2026-0318");
        await Expect(visit.Page.Locator("[data-asset-tickets] a")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("[data-asset-tickets]")).ToContainTextAsync("已关闭");
        await Expect(visit.Page.Locator("#versions option")).ToHaveCountAsync(2);

        await visit.Page.FillAsync("[name=serialNumber]", "SN-9002");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=serialNumber]")).ToContainTextAsync("已被其他设备使用");
        await visit.Page.FillAsync("[name=serialNumber]", "SN-7781");
        await visit.Page.FillAsync("[name=location]", "苏州工厂 3 号车间");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-asset='SN-7781']")).ToContainTextAsync("3 号车间");
        await Expect(visit.Page.Locator("[data-asset='SN-7781']")).ToContainTextAsync("华东重工集团");
        visit.Clean();
    }

    [Fact]
    public async Task Equipment_is_written_on_a_phone_and_saved_by_the_keyboard()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync("/assets/new", "[data-save]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".field-error")).ToHaveCountAsync(3);
        foreach (var name in new[] { "customer", "product" })
        {
            await visit.Page.Locator($".rz-dropdown:has([name={name}]), [name={name}]").First.ClickAsync();
            await visit.Page.Locator(".rz-dropdown-item:visible").First.ClickAsync();
            await Expect(visit.Page.Locator(".rz-dropdown-item:visible")).ToHaveCountAsync(0);
        }

        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        var serial = $"SN-{Guid.NewGuid():N}"[..14];
        await visit.Page.FillAsync("[name=serialNumber]", serial);
        await visit.Page.PressAsync("[name=serialNumber]", "Enter");
        await Expect(visit.Page.Locator($"[data-asset='{serial}']")).ToBeVisibleAsync();
        visit.Clean();
    }
}
