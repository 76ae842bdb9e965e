using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using ServiceMesh.Sinks.Mail;

namespace ServiceMesh.Traffic.Tests.SinksKeepWhatTheyGet;

public sealed class SmtpSinkTests : IAsyncLifetime
{
    private SmtpSink _sink = null!;

    public async ValueTask InitializeAsync() => _sink = await SmtpSink.StartNewAsync();

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Fact]
    public async Task A_mail_sent_by_the_framework_arrives_decoded()
    {
        using var message = new MailMessage("desk@example.com", "wang@example.com") { Subject = "工单 T-20261122-000123 已受理：打印机无法联网，请尽快处理", SubjectEncoding = Encoding.UTF8 };
        message.Headers.Add("Message-ID", "<m1@example.com>");
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("您好，\n.以点开头的一行\nhttp://localhost/s/abc", Encoding.UTF8, "text/plain"));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("<p>您好</p>", Encoding.UTF8, "text/html"));
        using var client = new SmtpClient("127.0.0.1", _sink.Port);
        await client.SendMailAsync(message, TestContext.Current.CancellationToken);

        var mail = Assert.Single(_sink.Mailbox.Find(to: "WANG@", subject: "T-20261122-000123"));
        Assert.Equal(message.Subject, mail.Subject);
        Assert.Equal("您好，\n.以点开头的一行\nhttp://localhost/s/abc", mail.Text);
        Assert.Equal("<p>您好</p>", mail.Html);
        Assert.Equal("m1@example.com", mail.MessageId);
        Assert.Empty(_sink.Mailbox.Find(after: mail.Id));
    }

    [Fact]
    public async Task Many_connections_send_at_a_time_and_duplicates_are_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TalkAsync([.. Enumerable.Range(0, 5).SelectMany(n => new[]
        {
            "MAIL FROM:<a@example.com>", $"RCPT TO:<to{i}@example.com>", "DATA", $"Message-ID: <{i}-{n % 4}@example.com>\r\n\r\ntext\r\n.",
        })])));

        var counts = _sink.Mailbox.MessageIds.Summary();
        Assert.Equal(100, counts.Total);
        Assert.Equal(80, counts.Distinct);
        Assert.Equal(20, counts.Repeated.Count);
        Assert.All(counts.Repeated.Values, n => Assert.Equal(2, n));
        Assert.Equal(5, _sink.Mailbox.Find(to: "to7@").Count);
    }

    [Fact]
    public async Task The_order_of_commands_is_kept_and_reset_forgets()
    {
        var replies = await TalkAsync("RCPT TO:<b@example.com>", "MAIL FROM:nobody", "MAIL FROM:<>", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>",
            "RSET", "DATA", "VRFY x", "QUIT");

        Assert.Equal(["503", "501", "250", "503", "250", "250", "503", "502", "221"], replies);
        Assert.Equal(0, _sink.Mailbox.Received);
    }

    [Fact]
    public async Task A_mail_over_ten_megabytes_is_refused_and_the_connection_lives_on()
    {
        var line = new string('x', 8_000);
        var data = string.Join("\r\n", Enumerable.Repeat(line, 1_400));
        var replies = await TalkAsync("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA", data + "\r\n.", "NOOP");

        Assert.Equal(["250", "250", "354", "552", "250"], replies);
        Assert.Equal(0, _sink.Mailbox.Received);
    }

    [Fact]
    public async Task An_endless_line_ends_the_connection_and_nothing_else()
    {
        await Assert.ThrowsAnyAsync<IOException>(() => TalkAsync(new string('x', 100_000), "NOOP", "NOOP"));

        Assert.Equal(["250"], await TalkAsync("NOOP"));
    }

    [Fact]
    public async Task A_test_can_make_it_refuse_a_recipient()
    {
        _sink.Refuse = recipient => recipient.StartsWith("gone", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox" : null;
        using var client = new SmtpClient("127.0.0.1", _sink.Port);

        await Assert.ThrowsAsync<SmtpFailedRecipientException>(() => client.SendMailAsync("a@example.com", "gone@example.com", "s", "t", TestContext.Current.CancellationToken));
        await client.SendMailAsync("a@example.com", "here@example.com", "s", "t", TestContext.Current.CancellationToken);

        Assert.Equal("here@example.com", Assert.Single(_sink.Mailbox.Find().Select(m => m.To)).Single());
    }

    [Fact]
    public void A_full_mailbox_forgets_the_oldest_but_not_the_counts()
    {
        var mailbox = new Mailbox(capacity: 3);
        for (var i = 1; i <= 5; i++) mailbox.Add("a@example.com", ["b@example.com"], Encoding.ASCII.GetBytes($"Message-ID: <{i}>\r\n\r\nx"));

        Assert.Equal([3L, 4, 5], mailbox.Find().Select(m => m.Id));
        Assert.Equal(5, mailbox.MessageIds.Summary().Distinct);
        Assert.Null(mailbox.Get(1));
    }

    /// <summary>The codes answered to the commands, sent one after another.</summary>
    private async Task<List<string>> TalkAsync(params string[] commands)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", _sink.Port, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tcp.GetStream(), Encoding.ASCII);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var codes = new List<string>();
        foreach (var command in commands)
        {
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), TestContext.Current.CancellationToken);
            codes.Add((await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new IOException("The connection ended."))[..3]);
        }
        return codes;
    }
}
