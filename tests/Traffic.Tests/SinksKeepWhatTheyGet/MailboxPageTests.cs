using System.Text;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Sinks.Pages;

namespace ServiceMesh.Traffic.Tests.SinksKeepWhatTheyGet;

public sealed class MailboxPageTests
{
    private const string Evil = "<script>alert(1)</script>\"onload=x '";

    [Fact]
    public void Nothing_of_a_mail_becomes_markup_outside_the_sandboxed_frame()
    {
        var mailbox = new Mailbox();
        var mail = mailbox.Add(Evil, [Evil], Encoding.UTF8.GetBytes(
            $"Subject: {Evil}\r\nFrom: {Evil}\r\nX-Other: {Evil}\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n{Evil} http://localhost/s/abc?{Evil}\r\n--b\r\nContent-Type: text/html\r\n\r\n{Evil}\r\n--b--"));

        var page = MailboxPage.Render(mailbox, Evil, mail);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"onload", page, StringComparison.Ordinal);
        Assert.Contains("sandbox=", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_in_texts_can_be_followed()
    {
        var mailbox = new Mailbox();
        var mail = mailbox.Add("a@example.com", ["b@example.com"], Encoding.UTF8.GetBytes("Subject: 调查\r\n\r\n请评价 (http://localhost:8080/s/a-b_c). javascript:x"));

        var page = MailboxPage.Render(mailbox, null, mail);

        Assert.Contains("<a href=\"http://localhost:8080/s/a-b_c\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.Ordinal);
        Assert.Contains("调查", page, StringComparison.Ordinal);
    }
}
