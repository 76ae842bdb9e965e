using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Asking;

public sealed class Inviting_after_a_closing(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Fact]
    public async Task A_closing_invites_once_for_its_cycle_whatever_comes_twice()
    {
        var closed = Given.Closed();
        var message = Guid.CreateVersion7();
        await _host.DeliverAsync(closed, 10, message);
        await _host.DeliverAsync(closed, 10, message);
        await _host.DeliverAsync(closed, 10);
        await _host.DeliverAsync(closed with { OccurredAt = closed.OccurredAt.AddMinutes(1) }, 14);

        var sent = Assert.Single(await _host.PublishedAsync<SurveySent>(), s => s.TicketId == closed.TicketId);
        Assert.Equal(TimeSpan.FromDays(14), sent.ExpiresAt - sent.OccurredAt);
        Assert.Equal(closed.Card.Number, sent.Card.Number);
    }

    [Fact]
    public async Task The_next_cycle_is_asked_about_again()
    {
        var first = Given.Closed();
        await _host.DeliverAsync(first, 10);
        await _host.DeliverAsync(first with { Card = first.Card with { Cycle = 2 } }, 20);
        Assert.Equal(2, (await _host.PublishedAsync<SurveySent>()).Count(s => s.TicketId == first.TicketId));
    }

    [Fact]
    public async Task The_token_has_192_random_bits_and_is_nowhere_in_the_database()
    {
        var closed = Given.Closed();
        var token = (await _host.InviteAsync(closed))["/s/".Length..];
        Assert.Equal(32, token.Length);
        Assert.Equal(0L, await _host.ScalarAsync<long>(
            $"SELECT count(*) FROM (SELECT s::text AS r FROM surveys s UNION ALL SELECT l::text FROM survey_links l UNION ALL SELECT o::text FROM messaging.outbox o UNION ALL SELECT t::text FROM messaging.timers t) r WHERE r LIKE '%{token}%'"));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM survey_links WHERE token_hash = '{LinkTokens.Hash(token)}'"));
    }

    [Fact]
    public async Task Who_has_no_address_is_not_asked()
    {
        var closed = Given.Closed(email: null);
        await _host.DeliverAsync(closed, 10);
        Assert.DoesNotContain(await _host.PublishedAsync<SurveySent>(), s => s.TicketId == closed.TicketId);
        Assert.Equal("no-address", await _host.ScalarAsync<string>($"SELECT skip_reason FROM surveys WHERE ticket_id = '{closed.TicketId}' AND state = 'skipped'"));
    }

    [Fact]
    public async Task A_reopening_withdraws_the_invitation_and_a_new_closing_invites_again()
    {
        var closed = Given.Closed();
        var first = await _host.InviteAsync(closed);
        await _host.DeliverAsync(Given.Reopened(closed), 11);

        var withdrawn = Assert.Single(await _host.PublishedAsync<SurveyWithdrawn>(), s => s.TicketId == closed.TicketId);
        Assert.Equal(410, (int)(await _host.Page.GetAsync(first, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(410, (int)(await _host.Page.PostAsync(first, Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE key = '{withdrawn.SurveyId:N}'"));

        var second = await _host.InviteAsync(closed, 15);
        Assert.NotEqual(first, second);
        Assert.Equal(200, (int)(await _host.Page.GetAsync(second, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_reopening_that_arrives_before_its_closing_leaves_nothing_open()
    {
        var closed = Given.Closed();
        await _host.DeliverAsync(Given.Reopened(closed), 11);
        await _host.DeliverAsync(closed, 10);
        Assert.DoesNotContain(await _host.PublishedAsync<SurveySent>(), s => s.TicketId == closed.TicketId);
    }

    [Fact]
    public async Task An_old_reopening_that_arrives_late_withdraws_nothing()
    {
        var closed = Given.Closed();
        var link = await _host.InviteAsync(closed, 20);
        await _host.DeliverAsync(Given.Reopened(closed), 11);
        Assert.Equal(200, (int)(await _host.Page.GetAsync(link, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_throttled_contact_is_asked_once_even_when_tickets_close_together()
    {
        await using var host = await SurveyHost.StartAsync();
        await host.RulesAsync(new { throttleDays = 30 });
        var contact = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.DeliverAsync(Given.Closed(contact: contact), 10)));
        await host.DeliverAsync(Given.Closed(), 10);
        var sent = await host.PublishedAsync<SurveySent>();
        Assert.Single(sent, s => s.Card.ContactId == contact);
        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public async Task An_invitation_ends_by_its_timer_and_its_link_with_it()
    {
        await using var host = await SurveyHost.StartAsync();
        var closed = Given.Closed("zh-CN");
        var link = await host.InviteAsync(closed);
        await using (var hurry = host.Database.CreateCommand(
            "UPDATE surveys SET expires_at = now() - interval '1 second'; UPDATE messaging.timers SET due_at = now() - interval '1 second'"))
        {
            await hurry.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.Async(async () => (await host.PublishedAsync<SurveyExpired>()).Any(s => s.TicketId == closed.TicketId), what: "the survey has expired");
        var page = await host.Page.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Equal(410, (int)page.StatusCode);
        Assert.Contains("本次评价已结束", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(410, (int)(await host.Page.PostAsync(link, Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(await host.PublishedAsync<SurveyAnswered>());
    }

    [Fact]
    public async Task A_late_answer_is_refused_even_before_the_timer_fires()
    {
        var link = await _host.InviteAsync(Given.Closed());
        await using (var hurry = _host.Database.CreateCommand($"UPDATE surveys SET expires_at = now() WHERE token_hash = '{LinkTokens.Hash(link[3..])}'"))
        {
            await hurry.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(410, (int)(await _host.Page.PostAsync(link, Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
    }
}
