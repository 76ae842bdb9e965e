using System.Text;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>What whoever takes a problem in sees and does: cover, duplicates, merging, the right contact, imports.</summary>
public sealed class IntakeInTheBrowser(Screen screen)
{
    [Fact]
    public async Task Cover_and_likely_duplicates_are_known_before_a_ticket_is_saved()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/new", ".new-form");
        await Expect(visit.Page.Locator("[data-cover]")).ToHaveCountAsync(0);
        await visit.Page.Locator(".rz-dropdown:has([name=customer]), [name=customer]").First.ClickAsync();
        await visit.Page.Locator(".rz-dropdown-item:visible").First.ClickAsync();
        await Expect(visit.Page.Locator("[data-cover=exhausted]")).ToContainTextAsync("No cases or visits left");
        await Expect(visit.Page.Locator("[data-cover]")).ToContainTextAsync("3 visits left");
        await Expect(visit.Page.Locator("[data-cover]")).ToContainTextAsync("nobody is turned away");
        await Expect(visit.Page.Locator("[data-cover]")).ToContainTextAsync("HT-2025-0102");
        await Expect(visit.Page.Locator("[data-duplicates]")).ToContainTextAsync("T-20261123-000012");
        await Expect(visit.Page.Locator("[data-duplicates]")).ToContainTextAsync("same contact");
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_is_merged_by_its_reasons_and_taken_apart_again()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(105)}", ".ticket-side");
        var related = visit.Page.Locator("[data-related]");
        await Expect(related.Locator("[data-duplicate='T-20261123-000012']")).ToContainTextAsync("similar words");
        await related.Locator("[data-duplicate] button").ClickAsync();
        await Expect(related).ToContainTextAsync("Merged into T-20261123-000012");
        Assert.Equal("merge", screen.Gateway.Intake.Asked!.Value.Action);
        await related.Locator("[data-unmerge]").ClickAsync();
        await Expect(related.Locator("[data-duplicate]")).ToHaveCountAsync(1);
        visit.Clean();
    }

    [Fact]
    public async Task A_file_is_checked_line_by_line_before_anything_is_saved()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/import", ".import-form");
        var save = visit.Page.Locator(".import-form button[type=submit]");
        await Expect(save).ToBeDisabledAsync();
        await ChooseAsync(visit.Page, "customer,name\nNobody,Li");
        await Expect(visit.Page.Locator(".import-errors")).ToContainTextAsync("There is no customer of that name.");
        await Expect(save).ToBeDisabledAsync();
        await ChooseAsync(visit.Page, "customer,name\nSouth,Li");
        await Expect(visit.Page.Locator("[data-import=checked]")).ToContainTextAsync("3 lines: 3 new, 0 changed");
        await save.ClickAsync();
        await Expect(visit.Page.Locator("[data-import=saved]")).ToBeVisibleAsync();
        visit.Clean();
    }

    [Fact]
    public async Task Somebody_is_put_on_the_block_list_and_taken_off_it()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/block-list", ".blocked");
        await Expect(visit.Page.Locator("[data-blocked='+8613800001111']")).ToContainTextAsync("Threatens agents");
        await Expect(visit.Page.Locator("[data-attempt]")).ToContainTextAsync("+8613800001111");
        await visit.Page.SelectOptionAsync("[name=blockKind]", "sender");
        await visit.Page.FillAsync("[name=blockValue]", "@spam.example");
        await visit.Page.FillAsync("[name=blockReason]", "Advertisements");
        await visit.Page.ClickAsync("[data-block] button[type=submit]");
        await Expect(visit.Page.Locator("[data-blocked='@spam.example']")).ToContainTextAsync("Advertisements");
        await visit.Page.ClickAsync("[data-blocked='+8613800001111'] [data-remove]");
        await Expect(visit.Page.Locator("[data-blocked='+8613800001111']")).ToHaveCountAsync(0);
        visit.Clean();
    }

    [Fact]
    public async Task What_a_form_said_is_read_at_the_ticket_and_its_class_is_changed_in_the_catalogue()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.First}", "[data-request]");
        var request = visit.Page.Locator("[data-request=backup-restore]");
        await Expect(request).ToContainTextAsync("Restore");
        await Expect(request).ToContainTextAsync("db-1");
        await Expect(request).ToContainTextAsync("Kind of backup");
        await Expect(request).ToContainTextAsync("a field of before");

        await visit.OpenAsync("/catalogue", ".catalogue");
        await visit.Page.ClickAsync("tr[data-class=fault] [data-edit]");
        await Expect(visit.Page.Locator("[data-version='3']")).ToContainTextAsync("Breakdown");
        await visit.Page.FillAsync("[name=classEn]", "Something is broken");
        await visit.Page.ClickAsync("[data-add-field]");
        await visit.Page.FillAsync("[name=fieldKey]", "since");
        await visit.Page.FillAsync("[name=fieldZh]", "何时开始");
        await visit.Page.FillAsync("[name=fieldEn]", "Since when");
        await visit.Page.ClickAsync("form[data-class=fault] button[type=submit]");
        await Expect(visit.Page.Locator("form[data-class=fault]")).ToHaveCountAsync(0);
        var asked = screen.Gateway.Intake.Asked!.Value;
        Assert.Equal(("class", "Something is broken", "since"), (
            asked.Action, asked.Body.GetProperty("name").GetProperty("en").GetString(), asked.Body.GetProperty("fields")[0].GetProperty("key").GetString()));
        visit.Clean();
    }

    private static Task ChooseAsync(IPage page, string csv) => page.Locator(".import-form input[type=file]").SetInputFilesAsync(
        [new FilePayload { Name = "contacts.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) }]);
}
