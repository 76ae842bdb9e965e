using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Survey.Domain.Qr;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Asking;

public sealed class As_a_QR_code(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(84)]
    [InlineData(120)]
    [InlineData(150)]
    [InlineData(213)]
    public void A_code_reads_back_as_its_text(int length)
    {
        var text = "https://服务.example.com/s/" + string.Concat(Enumerable.Range(0, 213).Select(i => (char)('A' + i * 7 % 26)));
        while (System.Text.Encoding.UTF8.GetByteCount(text) > length) text = text[..^1];
        Assert.Equal(text, QrReader.Read(QrCode.Of(text).ToSvg("code")));
        Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 214)));
    }

    [Fact]
    public async Task The_picture_leads_to_the_survey_and_the_answer_says_so()
    {
        var closed = Given.Closed();
        var mailed = await _host.InviteAsync(closed);
        using var staff = _host.Staff();
        using var answer = await staff.PostAsync($"/api/v1/surveys/{await IdAsync(closed)}/qr", null, TestContext.Current.CancellationToken);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var address = new Uri(QrReader.Read((await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("svg").GetString()!));
        Assert.NotEqual(mailed, address.AbsolutePath);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM survey_links l WHERE l::text LIKE '%{address.Segments[^1]}%'"));

        using var page = await _host.Page.PostAsync(address.AbsolutePath, Given.Form(), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("qr", Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == closed.TicketId).Channel);
        Assert.Equal(HttpStatusCode.Conflict, (await _host.Page.PostAsync(mailed, Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await staff.PostAsync($"/api/v1/surveys/{await IdAsync(closed)}/qr", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Strangers_and_customers_get_none()
    {
        var closed = Given.Closed();
        await _host.InviteAsync(closed);
        var path = $"/api/v1/surveys/{await IdAsync(closed)}/qr";
        using var stranger = _host.Staff("other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(path, null, TestContext.Current.CancellationToken)).StatusCode);
        using var customer = _host.Staff("default", ServiceDefaults.Roles.Customer);
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostAsync(path, null, TestContext.Current.CancellationToken)).StatusCode);
    }

    private Task<Guid> IdAsync(TicketClosed closed) => _host.ScalarAsync<Guid>($"SELECT id FROM surveys WHERE ticket_id = '{closed.TicketId}'");
}
