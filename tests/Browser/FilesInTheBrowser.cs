using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServiceMesh.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Files at the Desk and on the customer's page, and a web chat at the Desk.</summary>
public sealed class FilesInTheBrowser(Screen screen)
{
    [Fact]
    public async Task An_agent_sends_files_in_a_chat_whose_visitor_is_typing()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        var ticket = screen.Gateway.Data.Tickets.First(t => t.Channel == "chat");
        await visit.OpenAsync($"/tickets/{ticket.Id}", ".composer");
        await Expect(visit.Page.Locator(".chat-bar")).ToContainTextAsync("typing");
        await visit.Page.Locator(".composer input[type=file]").SetInputFilesAsync(
            [new FilePayload { Name = "fix.log", MimeType = "text/plain", Buffer = new byte[300_000] }, new FilePayload { Name = "run.exe", MimeType = "text/plain", Buffer = "MZ"u8.ToArray() }]);
        await Expect(visit.Page.Locator(".composer-files li")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".rz-notification, .rz-growl")).ToContainTextAsync("not taken");
        await visit.Page.Locator(".composer textarea").PressSequentiallyAsync("See the file");
        await visit.Page.ClickAsync("[data-send-button]");
        await Expect(visit.Page.Locator("a.attached")).ToContainTextAsync("fix.log");
        await Expect(visit.Page.Locator(".composer-files li")).ToHaveCountAsync(0);
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator("a.attached").Last.ClickAsync());
        Assert.Equal("fix.log", download.SuggestedFilename);
        await Eventually.Async(() => screen.Gateway.Files.Told.ContainsKey("typing") && screen.Gateway.Files.Told.ContainsKey("read"), TimeSpan.FromSeconds(30), "typing and reading are told");
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_is_registered_by_its_class_with_what_that_asks_for()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/new", ".new-form");
        await visit.Page.FillAsync("[name=contactName]", "Wang Li");
        await visit.Page.FillAsync("[name=subject]", "Restore last week");
        await visit.Page.Locator(".rz-dropdown:has([name=requestClass]), [name=requestClass]").First.ClickAsync();
        await visit.Page.Locator(".rz-dropdown-item", new() { HasText = "Restore" }).ClickAsync();
        await Expect(visit.Page.Locator("[name=server]")).ToBeVisibleAsync();
        await visit.Page.ClickAsync("button[type=submit]");
        await Expect(visit.Page.Locator("em.field-error")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("p.field-error")).ToContainTextAsync("a screenshot");
        await visit.Page.FillAsync("[name=server]", "db-1");
        await visit.Page.Locator("[name=server]").BlurAsync();
        await visit.Page.Locator(".new-form input[type=file]").SetInputFilesAsync([new FilePayload { Name = "shot.png", MimeType = "image/png", Buffer = new byte[100] }]);
        await Expect(visit.Page.Locator(".composer-files li")).ToHaveCountAsync(1);
        await visit.Page.ClickAsync("button[type=submit]");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/tickets/"), new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator(".ticket-head")).ToContainTextAsync("Restore last week");
        var opened = screen.Gateway.Files.Opened["Restore last week"];
        Assert.Equal(("backup-restore", "db-1", 1), (opened.Class, opened.Form!["server"], opened.Files!.Length));
        visit.Clean();
    }

    [Fact]
    public async Task A_call_that_rings_shows_who_calls_on_every_page()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/follow-ups", "h1");
        await Expect(visit.Page.Locator(".banner.ringing")).ToHaveCountAsync(0);
        // A call that comes in while somebody aims at a button must not move the button.
        var before = await visit.Page.Locator("h1").BoundingBoxAsync();
        screen.Gateway.Files.Rings = true;
        await Expect(visit.Page.Locator(".banner.ringing")).ToContainTextAsync("王丽 · 华东重工集团");
        var after = await visit.Page.Locator("h1").BoundingBoxAsync();
        Assert.Equal((before!.X, before.Y), (after!.X, after.Y));
        await Expect(visit.Page.Locator(".banner.ringing")).ToContainTextAsync("known number");
        await visit.Page.ClickAsync(".banner.ringing a:not(.btn)");
        await Expect(visit.Page.Locator(".ticket-head .number")).ToContainTextAsync("T-20261123-000001");
        screen.Gateway.Files.Rings = false;
        await Expect(visit.Page.Locator(".banner.ringing")).ToHaveCountAsync(0);
        visit.Clean();
    }

    [Fact]
    public async Task An_ambiguous_caller_is_shown_as_everybody_it_could_be_and_a_known_one_with_his_cover()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        (screen.Gateway.Files.Ambiguous, screen.Gateway.Files.Rings) = (true, true);
        await visit.OpenAsync("/follow-ups", "h1");
        await Expect(visit.Page.Locator(".banner.ringing [data-candidates]")).ToContainTextAsync("王丽, 华东重工集团; Oliver Grant, Northwind");
        (screen.Gateway.Files.Ambiguous, screen.Gateway.Files.Rings) = (false, false);
        await Expect(visit.Page.Locator(".banner.ringing")).ToHaveCountAsync(0);
        screen.Gateway.Files.Rings = true;
        await Expect(visit.Page.Locator(".banner.ringing [data-cover=expired]")).ToContainTextAsync("Contract expired · K-2025-07 · premium");
        screen.Gateway.Files.Rings = false;
        visit.Clean();
    }

    [Fact]
    public async Task A_ticket_for_a_call_begins_with_the_caller_and_an_answered_call_leads_to_its_own()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        var files = screen.Gateway.Files;
        files.Rings = true;
        await visit.OpenAsync("/follow-ups", "h1");
        await visit.Page.ClickAsync(".banner.ringing a.btn");
        await Expect(visit.Page.Locator("[data-for-call]")).ToContainTextAsync("王丽 · 华东重工集团 · +8613800001111");
        await Expect(visit.Page.Locator(".new-form")).ToContainTextAsync("华东重工集团");
        await visit.Page.FillAsync("input[name=subject]", "Cannot print");

        // Somebody answers before the form is sent: there is one ticket of a call, and the form leads to it.
        files.Answered = FakeData.First;
        await Expect(visit.Page.Locator(".banner.ringing[data-answered]")).ToContainTextAsync("answered by 林晓东");
        await Expect(visit.Page.Locator(".banner.ringing a.btn")).ToContainTextAsync("Open T-20261123-000002");
        await visit.Page.ClickAsync(".new-form button[type=submit]");
        await Expect(visit.Page.Locator(".ticket-head .number")).ToContainTextAsync("T-20261123-000001");
        Assert.Equal(FakeData.Id(700), files.OpenedFor);
        (files.Rings, files.Answered) = (false, null);
        visit.Clean();
    }

    [Fact]
    public async Task A_calls_facts_stand_in_the_conversation_with_what_there_is_to_hear()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.First}", ".call-facts");
        var facts = visit.Page.Locator(".bubble.call .call-facts");
        foreach (var said in new[] { "+8613800001111", "周婷", "3 min 4 s", "hung up" })
            await Expect(facts).ToContainTextAsync(said);
        await Expect(facts.Locator("audio")).ToHaveAttributeAsync("src", $"/api/v1/tickets/{FakeData.First}/call/recording");
        await Expect(facts.Locator("[data-sound=voicemail]")).ToHaveCountAsync(0);
        await visit.OpenAsync($"/tickets/{FakeData.Id(102)}", ".call-facts");
        await Expect(facts).ToContainTextAsync("number withheld");
        await Expect(facts.Locator("[data-sound=removed]")).ToContainTextAsync("removed by retention");
        visit.Clean();
    }

    [Fact]
    public async Task A_customer_sends_a_file_from_the_progress_page_without_script()
    {
        await using var visit = await screen.VisitAsync(signedIn: false, javaScript: false, language: "en");
        await visit.Page.GotoAsync($"/p/{FakeData.Token}");
        await visit.Page.FillAsync("#text", "Here is the picture");
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "报错.png", MimeType = "image/png", Buffer = new byte[2_000_000] }]);
        await visit.Page.ClickAsync("form.reply button");
        await Expect(visit.Page.Locator("a.attached").Last).ToContainTextAsync("报错.png");
        await visit.Page.Locator("#files").SetInputFilesAsync([new FilePayload { Name = "run.exe", MimeType = "image/png", Buffer = "MZ"u8.ToArray() }]);
        await visit.Page.FillAsync("#text", "And a program");
        await visit.Page.ClickAsync("form.reply button");
        await Expect(visit.Page.Locator(".reply .alert")).ToContainTextAsync("not taken");
        visit.Clean();
    }
}
