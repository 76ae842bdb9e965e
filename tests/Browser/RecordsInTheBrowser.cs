using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>A ticket's whole record on paper, and the chain it hangs in.</summary>
public sealed class RecordsInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_tickets_whole_record_is_printed_without_a_script_and_the_customers_view_tells_no_internals()
    {
        await using var visit = await screen.VisitAsync(javaScript: false, language: "zh-CN", width: 390, height: 844);
        await visit.Page.GotoAsync($"/tickets/{FakeData.First}/record");
        await Expect(visit.Page.Locator(".record-events > li")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator("[data-type=TicketOpened]")).ToContainTextAsync("凭证号码段已用完");
        await Expect(visit.Page.Locator("[data-type=TicketPaused]")).ToContainTextAsync("等待客户");
        await Expect(visit.Page.Locator("[data-type=NoteAdded]")).ToContainTextAsync("先看 FBN1");
        await Expect(visit.Page.Locator(".record-proof")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator(".record-heads tbody tr")).ToHaveCountAsync(1);
        Assert.NotEmpty(await visit.Page.PdfAsync());

        await visit.Page.GotoAsync($"/tickets/{FakeData.First}/record?view=customer");
        await Expect(visit.Page.Locator(".record-events > li")).ToHaveCountAsync(4);
        await Expect(visit.Page.Locator(".record-proof")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("a[download]")).ToHaveAttributeAsync("href", $"/api/v1/insight/tickets/{FakeData.First}/record?view=customer");
        await visit.Page.GotoAsync($"/tickets/{FakeData.Id(999)}/record");
        await Expect(visit.Page.Locator(".message-card")).ToBeVisibleAsync();
        visit.Clean();
    }

    [Fact]
    public async Task What_a_record_lacks_is_said_before_its_ticket_is_closed_and_tabs_are_walked_by_arrows()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync($"/tickets/{FakeData.Lacking}", "[data-action=close]");
        await visit.Page.Locator("#tab-talk").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(visit.Page.Locator("#tab-sent")).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("[role=tabpanel]")).ToHaveAttributeAsync("aria-labelledby", "tab-sent");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Page.Locator("#tab-talk")).ToHaveAttributeAsync("aria-selected", "true");

        await visit.Page.ClickAsync("[data-action=close]");
        await Expect(visit.Page.Locator(".close-missing")).ToContainTextAsync("Cause code");
        await Expect(visit.Page.Locator(".close-missing [data-missing]")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".rz-dialog :focus")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator(".close-missing")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator(".chips .state")).ToHaveAttributeAsync("data-state", "resolved");
        await visit.Page.ClickAsync("[data-action=close]");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".chips .state")).ToHaveAttributeAsync("data-state", "closed");
        visit.Clean();
    }

    [Fact]
    public async Task Without_a_session_the_record_leads_to_the_sign_in_and_back()
    {
        await using var visit = await screen.VisitAsync(signedIn: false, language: "en");
        await visit.Page.GotoAsync($"/tickets/{FakeData.First}/record?view=customer");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/sign-in\\?returnUrl=%2Ftickets%2F{FakeData.First}%2Frecord"));
    }

    [Fact]
    public async Task A_verification_shows_its_progress_and_names_what_was_changed()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/record", ".heads");
        await visit.Page.ClickAsync("[data-verify]");
        await Expect(visit.Page.Locator(".chain-state progress")).ToHaveAttributeAsync("value", "49");
        await Expect(visit.Page.Locator(".chain-state .findings")).ToContainTextAsync("812");
        await Expect(visit.Page.Locator(".findings a")).ToHaveAttributeAsync("href", $"/tickets/{FakeData.First}");
        await visit.Page.ClickAsync("[data-model=daily-counts] [data-rebuild]");
        await Expect(visit.Page.Locator("[data-model=daily-counts] .tag")).ToHaveTextAsync("nothing differed");
        await Expect(visit.Page.Locator(".heads tbody tr")).ToHaveCountAsync(30);
        visit.Clean();
    }

    [Fact]
    public async Task A_person_is_erased_only_by_somebody_who_is_sure()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN", width: 390, height: 844);
        await visit.OpenAsync("/record", ".erase");
        await visit.Page.FillAsync("[name=eraseCustomer]", "华东");
        await visit.Page.PressAsync("[name=eraseCustomer]", "Enter");
        await visit.Page.SelectOptionAsync("[name=erasePerson]", FakeData.Id(901).ToString());
        await Expect(visit.Page.Locator("[data-erase]")).ToBeDisabledAsync();
        await visit.Page.CheckAsync("[name=eraseSure]");
        await visit.Page.ClickAsync("[data-erase]");
        await Expect(visit.Page.Locator(".erasures tbody tr")).ToContainTextAsync(FakeData.Id(901).ToString());
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        visit.Clean();
    }
}
