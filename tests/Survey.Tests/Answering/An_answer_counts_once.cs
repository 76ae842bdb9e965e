using System.Net;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Answering;

public sealed class An_answer_counts_once(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Fact]
    public async Task Fifty_posts_at_once_make_one_answer()
    {
        var closed = Given.Closed();
        var link = await _host.InviteAsync(closed);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _host.Page.PostAsync(link, Given.Form($"{i % 5 + 1}"), TestContext.Current.CancellationToken)));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(49, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == closed.TicketId);
    }

    [Fact]
    public async Task The_answer_says_who_and_what_and_ends_the_timer()
    {
        var closed = Given.Closed();
        var link = await _host.InviteAsync(closed);
        await _host.Page.PostAsync(link, Given.Form("4", "yes", "  Quick\r\nand kind  "), TestContext.Current.CancellationToken);

        var answered = Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == closed.TicketId);
        Assert.Equal((4, true, "Quick\nand kind"), (answered.Score, answered.Solved, answered.Comment));
        Assert.Equal(ActorKind.Customer, answered.By.Kind);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE key = '{answered.SurveyId:N}'"));
        Assert.DoesNotContain(await _host.PublishedAsync<FollowUpDue>(), f => f.TicketId == closed.TicketId);
    }

    [Fact]
    public async Task The_second_time_a_friendly_page_says_so()
    {
        var link = await _host.InviteAsync(Given.Closed("zh-CN"));
        await _host.Page.PostAsync(link, Given.Form(), TestContext.Current.CancellationToken);
        using var again = await _host.Page.PostAsync(link, Given.Form("1"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("您已经评价过了", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("您已经评价过了", await _host.Page.GetStringAsync(link, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answered_survey_is_not_withdrawn_by_a_reopening()
    {
        var closed = Given.Closed();
        var link = await _host.InviteAsync(closed);
        await _host.Page.PostAsync(link, Given.Form(), TestContext.Current.CancellationToken);
        await _host.DeliverAsync(Given.Reopened(closed), 11);
        await _host.DeliverAsync(closed, 12);
        Assert.DoesNotContain(await _host.PublishedAsync<SurveyWithdrawn>(), s => s.TicketId == closed.TicketId);
        Assert.Single(await _host.PublishedAsync<SurveySent>(), s => s.TicketId == closed.TicketId);
    }
}
