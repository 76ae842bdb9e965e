using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Opening;

public sealed class A_person_erased(DispatchApp app)
{
    private static readonly string[] s_copies = ["tickets", "ticket_texts", "ticket_reports", "solved_tickets", "visits"];

    [Fact]
    public async Task Leaves_the_board_its_search_the_suggestions_and_the_visits()
    {
        var vendor = app.NewVendor();
        await vendor.EngineerAsync("Wang", await vendor.TeamAsync("Desk"));
        var opening = vendor.Opening() with
        {
            Subject = "Zanzibar ledger of Sunli", Text = "Sunli cannot post in Zanzibar", ContactId = Guid.NewGuid(), ContactName = "Sunli", ContactEmail = "sunli@example.com",
        };
        await app.DeliverAsync(opening);
        var ticket = opening.AggregateId;
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted the posting service" });
        await app.ExecuteAsync(
            $"INSERT INTO visits (id, tenant, ticket_id, starts_at, ends_at, place, parts, state, parts_used, signed_by) VALUES (gen_random_uuid(), '{vendor.Tenant}', '{ticket}', now(), now(), 'Zanzibar street', '{{}}', 'done', '{{}}', 'Sunli')");
        foreach (var table in s_copies)
            Assert.Equal(1, await NamingAsync(table));
        Assert.Single((await vendor.GetAsync("/api/v1/board?q=Zanzibar")).GetProperty("items").EnumerateArray());

        var erased = new TicketErased { Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, ContactId = opening.ContactId.Value, Number = opening.Number };
        await app.DeliverAsync(erased);
        await app.DeliverAsync(erased);
        foreach (var table in s_copies)
            Assert.Equal(0, await NamingAsync(table));
        Assert.Empty((await vendor.GetAsync("/api/v1/board?q=Zanzibar")).GetProperty("items").EnumerateArray());
        var row = Assert.Single((await vendor.GetAsync($"/api/v1/board?q={opening.Number}")).GetProperty("items").EnumerateArray());
        Assert.Equal((opening.Number, "Northwind"), (row.GetProperty("subject").GetString(), row.GetProperty("customerName").GetString()));
        Assert.Equal("Restarted the posting service", (await vendor.DetailAsync(ticket)).GetProperty("resolution").GetString());

        // What is told of the ticket from now on names nobody.
        await vendor.ActAsync(ticket, "close");
        var card = (await vendor.PublishedAsync<TicketClosed>())[^1].Card;
        Assert.Equal((opening.Number, null, null), (card.Subject, card.ContactName, card.ContactEmail));

        Task<int> NamingAsync(string table) => app.ExecuteAsync($"UPDATE {table} t SET tenant = tenant WHERE tenant = '{vendor.Tenant}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%')");
    }
}
