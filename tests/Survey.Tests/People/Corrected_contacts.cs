using ServiceMesh.Contracts;

namespace ServiceMesh.Survey.Tests.People;

public sealed class Corrected_contacts(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;
    private readonly Guid _right = Guid.CreateVersion7(), _team = Guid.CreateVersion7();

    [Fact]
    public async Task Who_gets_a_link_by_mistake_loses_it_and_the_right_person_gets_one()
    {
        var closed = Closed();
        var wrong = await _host.InviteAsync(closed);

        await _host.DeliverAsync(Correction(closed), 7);

        var sent = (await _host.PublishedAsync<SurveySent>()).Where(s => s.TicketId == closed.TicketId).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Equal((_right, "chen@example.com", _team), (sent[1].Card.ContactId, sent[1].Card.ContactEmail, sent[1].Card.TeamId));
        Assert.Equal(sent[0].SurveyId, Assert.Single(await _host.PublishedAsync<SurveyWithdrawn>(), s => s.TicketId == closed.TicketId).SurveyId);
        Assert.Equal(410, (int)(await _host.Page.GetAsync(wrong, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(410, (int)(await _host.Page.PostAsync(wrong, Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE key = '{sent[0].SurveyId:N}'"));
        Assert.Equal(200, (int)(await _host.Page.PostAsync(_host.Link(sent[1]), Given.Form("2"), TestContext.Current.CancellationToken)).StatusCode);
        var answered = Assert.Single(await _host.PublishedAsync<SurveyAnswered>(), s => s.TicketId == closed.TicketId);
        Assert.Equal((_right, _team), (answered.Card!.ContactId, answered.Card.TeamId));
    }

    [Fact]
    public async Task A_correction_that_comes_before_the_closing_or_twice_or_late_counts_once()
    {
        var closed = Closed();
        var older = Correction(closed) with { ContactId = Guid.CreateVersion7(), ContactEmail = "older@example.com" };
        await _host.DeliverAsync(Correction(closed), 7);
        // Dispatch told of the closing before it knew.
        await _host.DeliverAsync(closed, 10);
        await _host.DeliverAsync(older, 6);
        await _host.DeliverAsync(Correction(closed), 7);

        var sent = Assert.Single(await _host.PublishedAsync<SurveySent>(), s => s.TicketId == closed.TicketId);
        Assert.Equal("chen@example.com", sent.Card.ContactEmail);
    }

    [Fact]
    public async Task What_is_planned_goes_to_the_right_person_when_it_is_due()
    {
        await using var host = await SurveyHost.StartAsync();
        await host.RulesAsync(new { delayMinutes = 60 });
        var closed = Closed();
        await host.DeliverAsync(closed, 10);

        await host.DeliverAsync(Correction(closed), 7);

        Assert.Equal($"planned {_right} zh-CN", await host.ScalarAsync<string>($"SELECT state || ' ' || contact || ' ' || language FROM surveys WHERE ticket_id = '{closed.TicketId}'"));
        Assert.Empty(await host.PublishedAsync<SurveyWithdrawn>());
    }

    [Fact]
    public async Task A_call_that_is_to_be_made_is_to_the_right_person()
    {
        var closed = Closed(severity: 1);
        await _host.DeliverAsync(closed, 10);
        await _host.DeliverAsync(new ContactChanged
        {
            Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = _right, CustomerId = Guid.CreateVersion7(), Name = "Chen Jing", Phones = ["+8613900000001"], Language = "zh-CN",
        }, 1);

        await _host.DeliverAsync(Correction(closed), 7);

        using var staff = _host.Staff();
        var due = Assert.Single(await _host.PublishedAsync<FollowUpDue>(), f => f.TicketId == closed.TicketId);
        var sheet = await staff.GetStringAsync($"/api/v1/follow-ups/{due.FollowUpId}", TestContext.Current.CancellationToken);
        Assert.Contains("Chen Jing", sheet, StringComparison.Ordinal);
        Assert.Contains("13900000001", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("Li Wei", sheet, StringComparison.Ordinal);
    }

    private TicketClosed Closed(int severity = 3)
    {
        var closed = Given.Closed(severity: severity);
        return closed with { Card = closed.Card with { TeamId = _team } };
    }

    private TicketContactChanged Correction(TicketClosed closed) => new()
    {
        Tenant = "default", TicketId = closed.TicketId, OccurredAt = DateTimeOffset.UtcNow, PreviousContactId = closed.Card.ContactId, ContactId = _right, ContactName = "Chen Jing",
        ContactEmail = "chen@example.com", CustomerId = Guid.CreateVersion7(), CustomerName = "Other", Language = "zh-CN", Entitlement = "covered",
    };
}
