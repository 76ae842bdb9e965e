using System.Text;
using ServiceMesh.Sinks.Mail;

namespace ServiceMesh.Traffic.Tests.SinksKeepWhatTheyGet;

public sealed class MimeParserTests
{
    [Fact]
    public void A_plain_mail_is_read_as_it_is()
    {
        var mail = Parse("Subject: Hello\nFrom: a@example.com\n\nLine one\nLine two\n");

        Assert.Equal("Hello", mail.Header("subject"));
        Assert.Equal("Line one\nLine two", mail.Text);
        Assert.Null(mail.Html);
    }

    [Theory]
    [InlineData("=?utf-8?B?5bel5Y2V5bey5Y+X55CG?=", "工单已受理")]
    [InlineData("=?UTF-8?Q?Caf=C3=A9_au_lait?=", "Café au lait")]
    [InlineData("=?gb2312?B?uaS1pQ==?= T-1", "工单 T-1")]
    [InlineData("=?utf-8?B?5bel?= =?utf-8?B?5Y2V?=", "工单")]
    [InlineData("=?utf-8?B?5be?= =?utf-8?B?5Q==?=", null)]
    [InlineData("=?nonsense?X?abc?= stays", "=?nonsense?X?abc?= stays")]
    [InlineData("50 =?utf-8?Q?=E2=82=AC?= paid", "50 € paid")]
    public void Encoded_words_in_headers_become_text(string header, string? expected)
    {
        var subject = Parse($"Subject: {header}\n\nx").Header("Subject");

        if (expected is not null) Assert.Equal(expected, subject);
        else Assert.NotNull(subject);
    }

    [Fact]
    public void A_character_split_between_two_encoded_words_is_whole_again()
    {
        var bytes = Encoding.UTF8.GetBytes("工");
        var header = $"=?utf-8?B?{Convert.ToBase64String(bytes[..2])}?=\n =?utf-8?B?{Convert.ToBase64String(bytes[2..])}?=";

        Assert.Equal("工", Parse($"Subject: {header}\n\nx").Header("Subject"));
    }

    [Fact]
    public void Folded_headers_are_one_line() =>
        Assert.Equal("one two three", Parse("Subject: one\n two\n\tthree\n\nx").Header("Subject"));

    [Fact]
    public void Text_and_html_are_found_in_nested_parts_and_attachments_are_left_alone()
    {
        var mail = Parse("""
            Subject: Nested
            Content-Type: multipart/mixed; boundary="outer b"

            preamble
            --outer b
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            5bel5Y2V
            --inner
            Content-Type: text/html; charset="utf-8"
            Content-Transfer-Encoding: quoted-printable

            <p>Caf=C3=A9 =
            au lait</p>
            --inner--
            --outer b
            Content-Type: text/plain
            Content-Disposition: attachment; filename=x.txt

            not this
            --outer b--
            epilogue
            """);

        Assert.Equal("工单", mail.Text);
        Assert.Equal("<p>Café au lait</p>", mail.Html);
    }

    [Theory]
    [InlineData("quoted-printable", "=4", "=4")]
    [InlineData("quoted-printable", "100=25 sure=3D", "100% sure=")]
    [InlineData("base64", "!!aGV sbG8", "hello")]
    [InlineData("base64", "a", "")]
    [InlineData("8bit", "plain", "plain")]
    [InlineData("who-knows", "plain", "plain")]
    public void Transfer_encodings_are_undone_as_far_as_they_go(string encoding, string body, string expected) =>
        Assert.Equal(expected, Parse($"Content-Transfer-Encoding: {encoding}\n\n{body}").Text);

    [Theory]
    [InlineData("")]
    [InlineData("no colon anywhere")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\n\n--x")]
    [InlineData("Content-Type: text/plain; charset=no-such-charset\n\nx")]
    [InlineData(": empty name\n\n")]
    public void Odd_mails_are_kept_without_a_fuss(string mail) => Assert.NotNull(Parse(mail).Text);

    private static ParsedMail Parse(string mail) => MimeParser.Parse(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
}
