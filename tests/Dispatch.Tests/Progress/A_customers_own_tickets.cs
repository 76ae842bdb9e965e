using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Progress;

/// <summary>A customer who is signed in follows what their organisation reported, and nothing else.</summary>
public sealed class A_customers_own_tickets(DispatchApp app)
{
    [Fact]
    public async Task Are_followed_by_everybody_of_the_organisation_and_nobody_else()
    {
        var vendor = app.NewVendor();
        var (me, colleague, mine, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var reported = await OpenAsync(vendor, mine, me);
        var colleagues = await OpenAsync(vendor, mine, colleague);
        var strange = await OpenAsync(vendor, other, Guid.CreateVersion7());
        var nobodys = await vendor.OpenAsync();
        var all = $"?ticket={reported}&ticket={colleagues}&ticket={strange}&ticket={nobodys}&ticket={Guid.NewGuid()}";
        using var customer = vendor.As([Roles.Customer], kind: "customer", contact: me);

        // Before the contact was told of, only what it reported itself.
        Assert.Equal([reported], await IdsAsync(vendor, customer, all));
        await TellAsync(vendor, me, mine, 1);
        Assert.Equal(new[] { reported, colleagues }.Order(), await IdsAsync(vendor, customer, all));
        // Somebody who went to another company follows that one's, and what they reported themselves.
        await TellAsync(vendor, me, other, 3);
        await TellAsync(vendor, me, mine, 2);
        Assert.Equal(new[] { reported, strange }.Order(), await IdsAsync(vendor, customer, all));

        using var elsewhere = app.NewVendor().As([Roles.Customer], kind: "customer", contact: me);
        Assert.Empty(await IdsAsync(vendor, elsewhere, all));
        using var nobody = vendor.As([Roles.Customer], kind: "customer");
        Assert.Empty(await IdsAsync(vendor, nobody, all));
    }

    [Fact]
    public async Task Show_the_state_the_promises_and_the_way_so_far_but_nothing_internal()
    {
        var vendor = app.NewVendor();
        var me = Guid.CreateVersion7();
        var ticket = await OpenAsync(vendor, Guid.CreateVersion7(), me);
        var now = DateTimeOffset.UtcNow;
        var resolution = new ClockView { Clock = "resolution", State = ClockState.Running, StartedAt = now, TargetSeconds = 3600, DueAt = now.AddHours(1), RemainingSeconds = 3600, Cycle = 1 };
        await app.DeliverAsync(new SlaClocksChanged
        {
            Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = now, Clocks = [resolution, resolution with { Clock = "hotline-stay", Team = "Hotline" }],
            Stream = new StreamPosition("sla", ticket, 1),
        });
        await vendor.ActAsync(ticket, "pause", new { reason = "waitingForCustomer", note = "internal: he is difficult" });
        using var customer = vendor.As([Roles.Customer], kind: "customer", contact: me);
        var shown = Assert.Single((await vendor.GetAsync($"/api/v1/progress?ticket={ticket}", customer)).GetProperty("items").EnumerateArray());
        Assert.Equal(("waiting", "waitingForCustomer"), (shown.GetProperty("state").GetString(), shown.GetProperty("waitingFor").GetString()));
        Assert.Equal("resolution", Assert.Single(shown.GetProperty("clocks").EnumerateArray()).GetProperty("clock").GetString());
        Assert.Equal(["received", "waitingForYou"], shown.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("code").GetString()));
        Assert.DoesNotContain("internal", shown.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_for_customers_and_named_one_by_one()
    {
        var vendor = app.NewVendor();
        Assert.Equal("access.role-missing", await vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Get, $"/api/v1/progress?ticket={Guid.NewGuid()}", null));
        using var stranger = app.Client();
        Assert.Equal("access.sign-in-required", await vendor.ProblemAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, $"/api/v1/progress?ticket={Guid.NewGuid()}", null, stranger));
        using var customer = vendor.As([Roles.Customer], kind: "customer", contact: Guid.CreateVersion7());
        var many = string.Join('&', Enumerable.Range(0, 101).Select(_ => $"ticket={Guid.NewGuid()}"));
        foreach (var query in new[] { "", "?ticket=x", $"?{many}" })
            Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/api/v1/progress{query}", null, customer));
    }

    private async Task<Guid> OpenAsync(Vendor vendor, Guid customer, Guid contact)
    {
        var opening = vendor.Opening() with { CustomerId = customer, ContactId = contact };
        await app.DeliverAsync(opening);
        return opening.AggregateId;
    }

    private Task TellAsync(Vendor vendor, Guid contact, Guid customer, long sequence) => app.DeliverAsync(new ContactChanged
    {
        Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = customer, Name = "Li Wei", Phones = [], Language = "en",
        Stream = new StreamPosition("intake", contact, sequence),
    });

    private static async Task<IEnumerable<Guid>> IdsAsync(Vendor vendor, HttpClient client, string query) =>
        (await vendor.GetAsync($"/api/v1/progress{query}", client)).GetProperty("items").EnumerateArray().Select((JsonElement i) => i.GetProperty("id").GetGuid()).Order();
}
