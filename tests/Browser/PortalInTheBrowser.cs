using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>The customers' own pages, on a phone and without script.</summary>
public sealed class PortalInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_customer_lands_on_their_tickets_and_finds_nothing_of_the_staffs()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/portal$"));
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("My tickets");
        await Expect(visit.Page.Locator(".rail, [href='/follow-ups'], [href='/people']")).ToHaveCountAsync(0);
        foreach (var address in new[] { "/new", "/follow-ups", $"/tickets/{FakeData.First}", "/admin", "/maintenance/year", "/portal/tickets/01980000-0000-7000-8000-000000000999" })
        {
            var answer = await visit.Page.GotoAsync(address);
            Assert.True(answer!.Status == 404, $"{address}: {answer.Status}");
        }

        await using var staff = await screen.VisitAsync(language: "en");
        await staff.Page.GotoAsync("/portal");
        await Expect(staff.Page.Locator("h1")).ToHaveTextAsync("Board");
    }

    [Fact]
    public async Task Their_tickets_are_found_with_state_and_next_promise_in_plain_words()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GotoAsync("/portal");
        var first = visit.Page.Locator(".own-tickets li", new() { HasText = "T-20261123-000901" });
        await Expect(first).ToContainTextAsync("Being worked on");
        await Expect(first.Locator(".own-promise")).ToContainTextAsync("We solve it by");
        await Expect(visit.Page.Locator(".own-tickets [data-ask=yes], .own-tickets li[data-ask=yes]")).ToContainTextAsync("Waiting for you");
        await Expect(visit.Page.GetByText("T-20261123-000905")).ToHaveCountAsync(0);
        await visit.Page.SelectOptionAsync("[name=show]", "closed");
        await visit.Page.FillAsync("[name=q]", "excel");
        await visit.Page.ClickAsync(".finder button");
        await Expect(visit.Page.Locator(".own-tickets li")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".own-tickets li")).ToContainTextAsync("T-20261123-000905");
        await visit.Page.FillAsync("[name=q]", "no such words");
        await visit.Page.ClickAsync(".finder button");
        await Expect(visit.Page.Locator(".nothing")).ToContainTextAsync("No ticket fits");
        visit.Clean();
    }

    [Fact]
    public async Task They_answer_with_a_file_close_with_thanks_and_reopen_with_a_reason()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GotoAsync($"/portal/tickets/{FakePortal.Id(1)}");
        await Expect(visit.Page.Locator(".promises")).ToContainTextAsync("We solve it by");
        await Expect(visit.Page.Locator(".facts")).ToContainTextAsync("S4-PROD-01");
        await visit.Page.FillAsync("#text", "Here is the log");
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "trace.log", MimeType = "text/plain", Buffer = new byte[1_500_000] }]);
        await visit.Page.ClickAsync("#reply form.reply button");
        await Expect(visit.Page.Locator("#reply .alert.good")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".messages .you").Last).ToContainTextAsync("Here is the log");
        await Expect(visit.Page.Locator("a.attached")).ToHaveTextAsync("trace.log");
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "run.exe", MimeType = "text/plain", Buffer = "MZ"u8.ToArray() }]);
        await visit.Page.ClickAsync("#reply form.reply button");
        await Expect(visit.Page.Locator("#reply .alert")).ToContainTextAsync("not taken");

        await visit.Page.GotoAsync($"/portal/tickets/{FakePortal.Id(3)}");
        await visit.Page.ClickAsync("[data-reopen]");
        Assert.DoesNotContain("03 reopen-request", screen.Gateway.Portal.Asked);
        await visit.Page.FillAsync("#reason", "It broke off twice");
        await visit.Page.ClickAsync("[data-reopen]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("take it up again");
        await visit.Page.GotoAsync($"/portal/tickets/{FakePortal.Id(3)}");
        await visit.Page.ClickAsync("[data-close]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("Thank you");
        Assert.Contains("03 reopen-request It broke off twice", screen.Gateway.Portal.Asked);
        Assert.Contains("03 close-request", screen.Gateway.Portal.Asked);
        visit.Clean();
    }

    [Fact]
    public async Task What_closed_lately_is_reopened_and_what_is_over_goes_on_in_a_new_request()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GotoAsync($"/portal/tickets/{FakePortal.Id(4)}");
        await Expect(visit.Page.Locator("#outcome")).ToContainTextAsync("until");
        await Expect(visit.Page.Locator("[data-close]")).ToHaveCountAsync(0);
        await visit.Page.GotoAsync($"/portal/tickets/{FakePortal.Id(5)}");
        await Expect(visit.Page.Locator("#outcome, form.reply")).ToHaveCountAsync(0);
        await visit.Page.ClickAsync("[data-after]");
        await visit.Page.ClickAsync("[data-class=fault]");
        await Expect(visit.Page.Locator("#subject")).ToHaveValueAsync("Again: Export to Excel stops at 65,536 rows");
        await visit.Page.ClickAsync("[data-send]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("we have your request");
        await Expect(visit.Page.Locator(".facts")).ToContainTextAsync("T-20261123-000905");
        visit.Clean();
    }

    [Fact]
    public async Task A_new_request_goes_by_the_catalogue_with_form_equipment_module_files_and_urgency()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GotoAsync("/portal/new");
        await visit.Page.ClickAsync("[data-class=backup-restore]");
        await visit.Page.FillAsync("#subject", "Restore Tuesday");
        await visit.Page.FillAsync("#text", "Table VBAK is empty.");
        await visit.Page.CheckAsync("[name=Down]");
        await visit.Page.FillAsync("#form-server", "db-1");
        await visit.Page.SelectOptionAsync("#form-kind", "full");
        await visit.Page.FillAsync("#form-day", "2026-11-24");
        await visit.Page.SelectOptionAsync("#about", $"a:{FakeData.Id(951)}");
        await visit.Page.SelectOptionAsync("#module", $"{FakeData.Id(902)}/FI 财务");
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "run.exe", MimeType = "text/plain", Buffer = "MZ"u8.ToArray() }]);
        await visit.Page.ClickAsync("[data-send]");
        // What was refused is said, and what was typed stays.
        await Expect(visit.Page.Locator(".request .alert")).ToContainTextAsync("not taken");
        await Expect(visit.Page.Locator("#form-server")).ToHaveValueAsync("db-1");
        await Expect(visit.Page.Locator("[name=Down]")).ToBeCheckedAsync();
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "shot.png", MimeType = "image/png", Buffer = new byte[100] }]);
        await visit.Page.ClickAsync("[data-send]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("we have your request");
        var sent = screen.Gateway.Portal.Sent;
        Assert.Equal(
            ("Restore Tuesday", "backup-restore", "high", "high", FakeData.Id(951), "FI 财务"),
            (Text("subject"), Text("requestClass"), Text("impact"), Text("urgency"), sent.GetProperty("assetId").GetGuid(), Text("module")));
        Assert.Equal(["server=db-1", "kind=full", "day=2026-11-24"], sent.GetProperty("form").EnumerateObject().Select(f => $"{f.Name}={f.Value}"));
        Assert.Equal(1, sent.GetProperty("attachmentIds").GetArrayLength());
        visit.Clean();

        string? Text(string name) => sent.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Whoever_holds_a_link_closes_and_reopens_too()
    {
        await using var visit = await screen.VisitAsync(signedIn: false, javaScript: false, language: "en", width: 390, height: 844);
        await visit.Page.GotoAsync($"/p/{FakeData.Token}-resolved");
        await visit.Page.FillAsync("#reason", "Still broken");
        await visit.Page.ClickAsync("[data-reopen]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("take it up again");
        await visit.Page.GotoAsync($"/p/{FakeData.Token}-resolved");
        await visit.Page.ClickAsync("[data-close]");
        await Expect(visit.Page.Locator(".alert.good")).ToContainTextAsync("Thank you");
        Assert.Contains("link reopen-request Still broken", screen.Gateway.Portal.Asked);
        Assert.Contains("link close-request", screen.Gateway.Portal.Asked);
        visit.Clean();
    }

    private Task<Visit> OpenAsync() => screen.VisitAsync(javaScript: false, language: "en", width: 390, height: 844, customer: true);
}
