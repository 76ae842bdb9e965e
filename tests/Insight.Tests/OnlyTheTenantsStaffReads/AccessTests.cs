using System.Net;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Tests.OnlyTheTenantsStaffReads;

public sealed class AccessTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Another_tenant_sees_nothing_of_a_ticket_its_days_or_its_events()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened());
        var other = InsightHost.NewTenant();

        using var client = insight.Client(other);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"/api/v1/insight/tickets/{story.Ticket}/timeline"));
        Assert.Equal(0, (await insight.DayAsync(other, "2026-11-20")).GetProperty("opened").GetInt32());
        Assert.Equal(0, (await insight.GetAsync(other, "/api/v1/insight/event-counts?from=2026-11-20&to=2026-11-20")).GetProperty("items").GetArrayLength());
        Assert.Single(await insight.TimelineAsync(_tenant, story.Ticket));
    }

    [Theory]
    [InlineData("/api/v1/insight/tickets/00000000-0000-0000-0000-000000000001/timeline")]
    [InlineData("/api/v1/insight/daily")]
    [InlineData("/api/v1/insight/event-counts")]
    public async Task Customers_are_refused_and_so_is_whoever_is_not_signed_in(string path)
    {
        using var customer = insight.Client(_tenant, Roles.Customer);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(customer, path));

        using var nobody = insight.Client(_tenant);
        nobody.DefaultRequestHeaders.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, path));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
