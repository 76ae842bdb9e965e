using ServiceMesh.Contracts;

namespace ServiceMesh.Survey.Tests.Erasing;

public sealed class A_person_erased(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Fact]
    public async Task Leaves_scores_behind_and_nothing_that_names_him()
    {
        var closed = Given.Closed(email: "zanzibar@example.com", subject: "Zanzibar ledger");
        await _host.Page.PostAsync(await _host.InviteAsync(closed), Given.Form("1", "no", "Zanzibar is still down"), TestContext.Current.CancellationToken);
        Assert.Equal(2L, await NamingAsync(closed));

        var erased = new TicketErased { Tenant = closed.Tenant, TicketId = closed.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = closed.Card.ContactId!.Value, Number = closed.Card.Number };
        await _host.DeliverAsync(erased, 20);
        await _host.DeliverAsync(erased, 21);
        Assert.Equal(0L, await NamingAsync(closed));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM surveys WHERE ticket_id = '{closed.TicketId}' AND score = 1 AND NOT solved AND subject = number AND comment IS NULL"));
        using var staff = _host.Staff();
        Assert.Contains(closed.Card.Number, await staff.GetStringAsync($"/api/v1/follow-ups?ticketId={closed.TicketId}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<long> NamingAsync(TicketClosed closed) => _host.ScalarAsync<long>(
        $"""
        SELECT (SELECT count(*) FROM surveys t WHERE ticket_id = '{closed.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%Li Wei%'))
            + (SELECT count(*) FROM follow_ups t WHERE ticket_id = '{closed.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%Li Wei%'))
        """);
}
