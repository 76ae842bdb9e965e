using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Attachments;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tests.Mail;

public sealed class Mail_that_comes_in(IntakeHost host)
{
    private const string Li = "Li Wei <li.wei@example.com>";

    [Fact]
    public async Task Opens_a_ticket_of_whoever_wrote_it()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var answer = await provider.SendAsync(Li, "Printer", "It smokes.", files: ("报错.png", Upload.Png));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((Channel.Email, "Printer", "It smokes.", vendor.Contact, answer.Id("ticketId")), (opened.Channel, opened.Subject, opened.Text, opened.ContactId, opened.TicketId));
        var file = Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Files());
        Assert.Equal(("It smokes.", "报错.png"), (file.Text, file.File.Text("name")));
        Assert.Equal(Upload.Png, await vendor.Staff.GetByteArrayAsync($"/api/v1/tickets/{opened.TicketId}/attachments/{file.Id}"));
    }

    [Fact]
    public async Task Joins_the_ticket_that_its_reply_address_is_signed_for()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var ticket = (await vendor.OpenAsync()).Id();
        var address = host.Services.GetRequiredService<ReplyAddress>().For(MailProvider.Mailbox, vendor.Tenant, ticket);
        // Whoever has the address has the mail; some systems change the case of letters.
        var joined = await provider.SendAsync("Secretary <s@elsewhere.example>", "Re: Printer", "Still smoking\n\nOn Monday Service wrote:\n> Wait", to: address.ToUpperInvariant(), spf: "fail");
        Assert.Equal(("joined", ticket), (joined.Text("outcome"), joined.Id("ticketId")));
        var received = Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Equal((ticket, Channel.Email, "Still smoking", "Secretary"), (received.TicketId!.Value, received.Channel, received.Text, received.By.Name));

        // Another tenant's, and a changed one, are no addresses of this tenant: the mail opens a ticket of its own.
        var foreign = host.Services.GetRequiredService<ReplyAddress>().For(MailProvider.Mailbox, stranger.Tenant, (await stranger.OpenAsync()).Id());
        var forged = address.Replace("reply+" + address[6], "reply+" + (address[6] == 'a' ? 'b' : 'a'), StringComparison.Ordinal);
        foreach (var wrong in new[] { foreign, forged })
            Assert.Equal("opened", (await provider.SendAsync("x@example.com", "x", "y", to: wrong)).Text("outcome"));
        Assert.Single(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Empty(await host.EventsAsync<CustomerMessageReceived>(stranger.Tenant));
    }

    [Fact]
    public async Task Joins_by_thread_or_number_only_for_the_ticket_own_contact_and_a_proven_sender()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var ticket = await vendor.OpenAsync();
        var thread = $"In-Reply-To: <ticket-{ticket.Id():N}@vendor.example>";
        Assert.Equal("joined", (await provider.SendAsync(Li, "Re: x", "By thread", headers: thread)).Text("outcome"));
        Assert.Equal("joined", (await provider.SendAsync(Li, $"Re: {ticket.Text("number")}", "By number")).Text("outcome"));
        Assert.Equal("opened", (await provider.SendAsync("other@example.com", $"Re: {ticket.Text("number")}", "Somebody else", headers: thread)).Text("outcome"));
        Assert.Equal("opened", (await provider.SendAsync(Li, $"Re: {ticket.Text("number")}", "Forged", headers: thread, spf: "fail")).Text("outcome"));
        Assert.Equal("opened", (await provider.SendAsync(Li, $"Re: {ticket.Text("number")}", "Untold", headers: thread, spf: null)).Text("outcome"));
        // Nobody is taken for a contact by an address that anybody can write into a mail.
        Assert.Equal([null, null, null], (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Skip(1).Select(o => o.ContactId));
        var trusting = await MailProvider.ForAsync(vendor, unproven: "yes");
        Assert.Equal("joined", (await trusting.SendAsync(Li, $"Re: {ticket.Text("number")}", "Trusted", spf: null)).Text("outcome"));
    }

    [Fact]
    public async Task Is_one_mail_however_often_it_is_handed_over()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => provider.SendAsync(Li, "Once", "x", id: "<one@mail.example>")));
        Assert.Equal("repeated", (await provider.SendAsync(Li, "Once", "x", id: "<one@mail.example>")).Text("outcome"));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Of_programs_opens_nothing_and_stops_no_clock()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var ticket = (await vendor.OpenAsync()).Id();
        var address = host.Services.GetRequiredService<ReplyAddress>().For(MailProvider.Mailbox, vendor.Tenant, ticket);
        Assert.Equal("ignored", (await provider.SendAsync(Li, "Newsletter", "Buy", headers: "Precedence: bulk")).Text("outcome"));
        Assert.Equal("ignored", (await provider.SendAsync(Li, "Ours", "x", headers: "X-ServiceMesh-Delivery: 1", to: address)).Text("outcome"));
        Assert.Equal("noted", (await provider.SendAsync(Li, "Out of office", "Back on Monday", headers: "Auto-Submitted: auto-replied", to: address)).Text("outcome"));
        Assert.Empty(await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Contains("Back on Monday", Assert.Single(await host.EventsAsync<NoteAdded>(vendor.Tenant)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.1.1", true)]
    [InlineData("4.2.2", false)]
    public async Task That_came_back_is_told_of_the_delivery_it_was(string status, bool permanent)
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var delivery = Guid.CreateVersion7();
        var mime = $"""
            From: Mail Delivery System <MAILER-DAEMON@mx.example>
            To: reply@vendor.example
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <b-{delivery:N}@mx.example>
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/plain

            I could not deliver it.
            --b1
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; li.wei@example.com
            Action: failed
            Status: {status}
            --b1
            Content-Type: text/rfc822-headers

            Message-ID: <{delivery:N}@vendor.example>
            Subject: Your ticket
            --b1--
            """;
        Assert.Equal("bounce", (await provider.SendRawAsync(mime)).Text("outcome"));
        var told = Assert.Single(await host.EventsAsync<MailBounced>(vendor.Tenant));
        Assert.Equal((delivery, permanent, status), (told.DeliveryId, told.Permanent, told.Status));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Is_read_raw_too_in_any_charset()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor, unproven: "yes");
        var gbk = Convert.ToBase64String(CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("打印机冒烟了。"));
        await provider.SendRawAsync($"""
            From: =?UTF-8?B?{Convert.ToBase64String("李伟"u8)}?= <li.wei@example.com>
            To: reply@vendor.example
            Subject: =?GBK?B?tPLTobv6?= =?utf-8?Q?_=C3=BCber?=
            Message-ID: <raw@mail.example>
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=gb2312
            Content-Transfer-Encoding: base64

            {gbk}
            --inner
            Content-Type: text/html

            <p>html</p>
            --inner--
            --outer
            Content-Type: image/png; name="a.png"
            Content-Disposition: attachment; filename*=UTF-8''%E5%9B%BE.png
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(Upload.Png)}
            --outer
            Content-Type: application/octet-stream; name=run.exe
            Content-Disposition: attachment; filename=run.exe

            MZ
            --outer--
            """);
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(("打印机 über", "打印机冒烟了。\n\n[未接收的附件: run.exe]", vendor.Contact), (opened.Subject, opened.Text, opened.ContactId));
        Assert.Equal("图.png", Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Files()).File.Text("name"));
    }

    [Fact]
    public async Task Reopens_or_opens_a_linked_ticket_after_closing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var ticket = await vendor.OpenAsync();
        var address = host.Services.GetRequiredService<ReplyAddress>().For(MailProvider.Mailbox, vendor.Tenant, ticket.Id());
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket.Id(), 3), 1);
        Assert.Equal("joined", (await provider.SendAsync(Li, "Re", "Again", to: address)).Text("outcome"));
        Assert.Single(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, ticket.Id(), 8), 2);
        var later = await provider.SendAsync(Li, "Re", "And again", to: address);
        Assert.Equal("opened", later.Text("outcome"));
        Assert.Equal(ticket.Text("number"), (await vendor.Staff.FetchAsync($"/api/v1/tickets/{later.Id("ticketId")}")).GetProperty("linkedTicket").Text("number"));
    }

    [Fact]
    public async Task Needs_the_secret_in_its_address_and_a_body_that_is_mail()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        Assert.Equal("webhook.bad-signature", (await provider.WithSecret("0123456789abcdef0123456789abcdef").SendAsync(Li, "x", "y", status: 401)).Text("code"));
        foreach (var (body, type) in new[]
        {
            ("{}", "application/json"), ("--b\r\nbroken", "multipart/form-data; boundary=b"), ("a=b", "application/x-www-form-urlencoded"), ("", "multipart/form-data"), ("x", "nonsense"),
            ("envelope={&from=a@b.example", "application/x-www-form-urlencoded"), ("from=nobody&subject=x", "application/x-www-form-urlencoded"),
        })
        {
            Assert.Equal(400, await provider.StatusAsync(Encoding.UTF8.GetBytes(body), type));
        }

        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Of_two_programs_that_answer_each_other_ends()
    {
        var vendor = await Vendor.CreateAsync(host);
        var provider = await MailProvider.ForAsync(vendor);
        var ticket = (await vendor.OpenAsync()).Id();
        var address = host.Services.GetRequiredService<ReplyAddress>().For(MailProvider.Mailbox, vendor.Tenant, ticket);
        List<JsonElement> answers = [];
        for (var i = 0; i < 45; i++)
            answers.Add(await provider.SendAsync(Li, "Re", $"{i}", to: address, files: i == 44 ? [("last.png", Upload.Png)] : []));
        Assert.Equal((40, 5), (answers.Count(a => a.Text("outcome") == "joined"), answers.Count(a => a.Text("outcome") == "held")));

        // Nothing is lost: staff see each with the reason and its place in the hour, with its files; nobody is told of them, and only the first is an event.
        var path = $"/api/v1/tickets/{ticket}/messages?limit=200";
        var held = (await vendor.Staff.FetchAsync(path)).Items().Where(m => m.TryGetProperty("held", out _)).ToList();
        Assert.Equal([(41, "40"), (42, "41"), (43, "42"), (44, "43"), (45, "44")], held.Select(m => (m.GetProperty("heldCount").GetInt32(), m.Text("text"))));
        Assert.All(held, m => Assert.Equal(("mail-limit", "note"), (m.Text("held"), m.Text("kind"))));
        Assert.Equal("last.png", Assert.Single(held[^1].GetProperty("attachments").EnumerateArray()).Text("name"));
        Assert.Equal(41, (await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync(path)).Items().Count);
        Assert.Equal(40, (await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant)).Count);
        Assert.Equal(ActorKind.System, Assert.Single(await host.EventsAsync<NoteAdded>(vendor.Tenant)).By.Kind);

        // Automatic answers fill nothing either, and a resolved ticket is not asked to reopen by what is only kept.
        await host.DeliverAsync(DispatchSays.Resolved(vendor.Tenant, ticket), 1);
        Assert.Equal("held", (await provider.SendAsync(Li, "Out of office", "Back on Monday", headers: "Auto-Submitted: auto-replied", to: address)).Text("outcome"));
        Assert.Equal("held", (await provider.SendAsync(Li, "Re", "Again", to: address)).Text("outcome"));
        Assert.Empty(await host.EventsAsync<ReopenRequested>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<NoteAdded>(vendor.Tenant));
    }
}
