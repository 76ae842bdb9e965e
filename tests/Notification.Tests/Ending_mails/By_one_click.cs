using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Unsubscribing;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Ending_mails;

public sealed class By_one_click(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Theory]
    [InlineData("en", "No more surveys", "Stop sending me these")]
    [InlineData("zh-CN", "不再接收满意度调查", "确认不再接收")]
    public async Task A_survey_says_how_to_end_them_and_one_click_does_while_the_tickets_own_mails_go_on(string language, string title, string button)
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), language));
        await _host.DeliverAsync(Given.Survey(opened), 1, publisher: "survey");
        var mail = await Eventually.Async(() => Task.FromResult(_host.Mail.Mailbox.Find(opened.ContactEmail).FirstOrDefault(m => m.Header("List-Unsubscribe") is not null)));
        var link = mail.Header("List-Unsubscribe")!.Trim('<', '>');
        Assert.StartsWith("https://service.example.com/u/", link, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Header("List-Unsubscribe-Post"));
        Assert.Contains(link, mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}\"", mail.Html!, StringComparison.Ordinal);
        Assert.All(_host.Mail.Mailbox.Find(opened.ContactEmail).Where(m => m != mail), m => Assert.Null(m.Header("List-Unsubscribe")));
        Assert.DoesNotContain(link[(link.LastIndexOf('/') + 1)..], await _host.DumpAsync(), StringComparison.Ordinal);

        using var nobody = _host.Stranger();
        var path = new Uri(link).AbsolutePath;
        var page = await nobody.GetAsync(path, TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(title, html, StringComparison.Ordinal);
        Assert.Contains(button, html, StringComparison.Ordinal);
        // Looking changes nothing: scanners look.
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM people WHERE address = '{opened.ContactEmail}'"));

        for (var i = 0; i < 2; i++)
        {
            using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync(path, click, TestContext.Current.CancellationToken)).StatusCode);
        }
        await _host.DeliverAsync(Given.Survey(opened), 2, publisher: "survey");
        Assert.Equal("preference-off", (await _host.PublishedAsync<NotificationDropped>(opened.TicketId)).Reason);
        await _host.DeliverAsync(Given.Message(opened, "Still here"), 3);
        await Eventually.Async(() => _host.Mail.Mailbox.Find(opened.ContactEmail).Any(m => m.Text.Contains("Still here", StringComparison.Ordinal)), TimeSpan.FromSeconds(60), "the ticket's own mail");
    }

    [Fact]
    public async Task A_link_that_is_not_ours_opens_nothing()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        await _host.MailAsync(opened.ContactEmail!);
        var delivery = await _host.ScalarAsync<Guid>($"SELECT id FROM deliveries WHERE ticket_id = '{opened.TicketId}'");
        var tokens = _host.Service<UnsubscribeTokens>();
        var survey = tokens.Of(Guid.CreateVersion7());
        using var nobody = _host.Stranger();
        // Unknown, changed by a letter, and of a mail that has no such link.
        foreach (var token in new[] { "x", new string('A', 43), survey, (survey[0] == 'A' ? 'B' : 'A') + survey[1..], tokens.Of(delivery), new string('A', 500) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync($"/u/{token}", TestContext.Current.CancellationToken)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.PostAsJsonAsync($"/u/{token}", new { }, TestContext.Current.CancellationToken)).StatusCode);
        }
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM people WHERE address = '{opened.ContactEmail}'"));
    }
}
