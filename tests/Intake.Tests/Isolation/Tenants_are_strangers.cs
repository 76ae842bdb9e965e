using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Isolation;

public sealed class Tenants_are_strangers(IntakeHost host)
{
    /// <summary>Bodies that would be right if the id were the caller's own.</summary>
    private static object BodyOf(string path, Vendor own) => path switch
    {
        "/api/v1/customers/{id}" => new { name = "x" },
        "/api/v1/contacts/{id}" => new { customerId = own.Customer, name = "x" },
        "/api/v1/products/{id}" => new { code = "x", name = "x" },
        "/api/v1/assets/{id}" => new { customerId = own.Customer, productId = own.Product, serialNumber = "x" },
        "/api/v1/contracts/{id}" => new { customerId = own.Customer, number = "x", startsOn = "2026-01-01", endsOn = "2026-12-31", serviceLevel = "x" },
        "/api/v1/channels/{id}" => new { name = "x" },
        "/api/v1/tickets/{id}/merge" => new { into = Guid.NewGuid() },
        "/api/v1/tickets/{id}/parent" => new { parentId = (Guid?)null },
        "/api/v1/tickets/{id}/announce" => new { en = "x" },
        "/api/v1/tickets/{id}/sender" => new { contactId = own.Contact },
        _ => new { text = "x", reason = "x" },
    };

    [Fact]
    public async Task On_every_endpoint_that_takes_an_id()
    {
        var own = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var ids = new Dictionary<string, Guid>
        {
            ["customers"] = other.Customer,
            ["contacts"] = other.Contact,
            ["products"] = other.Product,
            ["assets"] = other.Asset,
            ["contracts"] = await other.AddContractAsync("K-1", "premium", -1, 1),
            ["channels"] = (await other.AddChannelAsync("im")).Channel,
            ["blocked"] = (await other.Staff.PostAsync("/api/v1/channels/blocked", new { kind = "sender", value = "u1", reason = "x" })).Id(),
            // Of a call whose recording's time is over: the addresses of its sounds are there.
            ["tickets"] = (await (await other.AddChannelAsync("cti")).CallAsync("1", "answered", null)).Id("ticketId"),
        };
        await host.ScalarAsync<Guid>("UPDATE calls SET recording_forgotten_at = now() WHERE tenant = $1 RETURNING id", other.Tenant);
        var before = (await host.EventsAsync(other.Tenant)).Count;
        var document = await host.Anonymous().FetchAsync("/openapi/v1.json");
        var tried = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name.Contains("{id}", StringComparison.Ordinal) && !p.Name.Contains("{attachmentId}", StringComparison.Ordinal) && !p.Name.Contains("{announcementId}", StringComparison.Ordinal)))
        {
            var target = path.Name.Replace("{id}", ids[path.Name.Split('/')[path.Name.Contains("/blocked/", StringComparison.Ordinal) ? 4 : 3]].ToString(), StringComparison.Ordinal);
            foreach (var method in path.Value.EnumerateObject().Select(m => m.Name).Where(m => m is "get" or "put" or "post" or "delete" or "patch"))
            {
                Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(own.Staff, method, target, BodyOf(path.Name, own)));
                Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(own.Staff, method, path.Name.Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal), BodyOf(path.Name, own)));
                var theirs = await StatusAsync(other.Staff, method, target, BodyOf(path.Name, other));
                Assert.True(theirs != HttpStatusCode.NotFound, $"{method} {path.Name} does not work for its own tenant either: {theirs}");
                tried++;
            }
        }

        Assert.True(tried >= 18, $"Only {tried} endpoints were found.");
        Assert.True((await host.EventsAsync(other.Tenant)).Count > before);
        Assert.All(await host.EventsAsync(other.Tenant), e => Assert.Equal(other.Tenant, e.Tenant));
    }

    [Fact]
    public async Task In_every_list()
    {
        var own = host.Staff(host.NewTenant());
        var other = await Vendor.CreateAsync(host);
        await other.OpenAsync();
        await other.AddChannelAsync("im");
        await other.Staff.PostAsync("/api/v1/channels/blocked", new { kind = "sender", value = "u1", reason = "x" });
        foreach (var list in new[] { "customers", "contacts", "products", "assets", "contracts", "channels", "channels/blocked", "tickets" })
            Assert.Empty((await own.FetchAsync($"/api/v1/{list}")).Items());
        Assert.Empty((await own.FetchAsync($"/api/v1/contacts?customerId={other.Customer}")).Items());
    }

    [Fact]
    public async Task Every_endpoint_but_webhooks_and_progress_needs_a_signed_in_caller()
    {
        var document = await host.Anonymous().FetchAsync("/openapi/v1.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var open = path.Name.StartsWith("/webhooks/", StringComparison.Ordinal) || path.Name.StartsWith("/api/v1/progress/", StringComparison.Ordinal)
                || path.Name.StartsWith("/chat/", StringComparison.Ordinal);
            foreach (var method in path.Value.EnumerateObject().Select(m => m.Name).Where(m => m is "get" or "put" or "post"))
            {
                var target = path.Name.Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal)
                    .Replace("{channelId}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{token}", "x", StringComparison.Ordinal)
                    .Replace("{attachmentId}", $"{Guid.NewGuid()}", StringComparison.Ordinal);
                var status = await StatusAsync(host.Anonymous(), method, target, new { text = "x", clientId = "12345678", place = 1 });
                Assert.True(status == (open ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized), $"{method} {path.Name}: {status}");
            }
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (method is "put" or "post" or "patch")
            request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
