using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tests.Domain;

public sealed class Words_of_a_mail
{
    [Theory]
    [InlineData("It works now.\n\nOn Mon, 23 Nov 2026 at 09:00, Service <s@example.com> wrote:\n> Try again\n", "It works now.")]
    [InlineData("It works now.\n\nOn Mon, 23 Nov 2026 at 09:00, Service\n<s@example.com>\nwrote:\n\n> Try again\n", "It works now.")]
    [InlineData("好了，谢谢\n\n在 2026年11月23日 09:00，博睿服务 写道：\n> 请重试", "好了，谢谢")]
    [InlineData("好了\n\n---- 回复的原邮件 ----\n发件人：x", "好了")]
    [InlineData("好了\n\n发件人: 博睿服务\n发送时间: 2026年11月23日\n收件人: 王丽\n主题: 工单\n\n请重试", "好了")]
    [InlineData("Done\r\n\r\n-----Original Message-----\r\nFrom: s@example.com", "Done")]
    [InlineData("Done\n\nFrom: Service\nSent: Monday\nTo: Li\nSubject: x\n\nTry", "Done")]
    [InlineData("Done\n-- \nLi Wei\nProcurement", "Done")]
    [InlineData("Funktioniert.\n\nAm 23.11.2026 um 09:00 schrieb Service:\n> x", "Funktioniert.")]
    [InlineData("> What is the number?\n42", "> What is the number?\n42")]
    [InlineData("> only quoted", "> only quoted")]
    [InlineData("On the whole it works.\nFrom: now on.", "On the whole it works.\nFrom: now on.")]
    public void Are_what_stands_above_the_quote(string text, string own) => Assert.Equal(own, MailText.WithoutQuote(text));

    [Theory]
    [InlineData("<html><head><style>p{}</style><title>x</title></head><body><p>Hello&nbsp;<b>there</b></p><p>A &lt; B</p></body></html>", "Hello there\nA < B")]
    [InlineData("<div>New</div><div class=\"gmail_quote\">old</div>", "New")]
    [InlineData("<p>New</p><div id=\"divRplyFwdMsg\">old</div>", "New")]
    [InlineData("<script>alert(1)</script>safe", "safe")]
    [InlineData("<p>unclosed <b", "unclosed <b")]
    public void Are_taken_out_of_HTML(string html, string words) => Assert.Equal(words, MailText.OfHtml(html));

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "li@example.com", "Re: x", MailNature.Automatic)]
    [InlineData("Auto-Submitted: no", "li@example.com", "Re: x", MailNature.Personal)]
    [InlineData("Precedence: bulk", "li@example.com", "x", MailNature.Automatic)]
    [InlineData("List-Id: <news.example.com>", "li@example.com", "x", MailNature.Automatic)]
    [InlineData("Return-Path: <>", "li@example.com", "x", MailNature.Automatic)]
    [InlineData("X: y", "li@example.com", "自动回复: 休假", MailNature.Automatic)]
    [InlineData("X: y", "mailer-daemon@example.com", "Undelivered Mail Returned to Sender", MailNature.Bounce)]
    [InlineData("Content-Type: multipart/report;\r\n report-type=delivery-status; boundary=b", "x@example.com", "x", MailNature.Bounce)]
    [InlineData("X-ServiceMesh-Delivery: 1", "li@example.com", "x", MailNature.Loop)]
    [InlineData("X: y", "reply@vendor.example", "x", MailNature.Loop)]
    [InlineData("X: y", "li@example.com", "The system is down", MailNature.Personal)]
    public void Are_told_from_what_programs_send(string headers, string from, string subject, MailNature nature) =>
        Assert.Equal(nature, MailSigns.Nature(MailHeaders.Parse(headers), from, subject, ["reply@vendor.example"]));

    [Theory]
    [InlineData("pass", SenderTrust.Proven)]
    [InlineData("{@example.com : pass}", SenderTrust.Proven)]
    [InlineData("fail", SenderTrust.Failed)]
    [InlineData("{@example.com : fail}", SenderTrust.Failed)]
    [InlineData("softfail (bypass)", SenderTrust.Failed)]
    [InlineData("", SenderTrust.Untold)]
    public void Are_somebodys_by_the_providers_word(string verdict, SenderTrust trust) => Assert.Equal(trust, MailSigns.Trust([verdict]));
}
