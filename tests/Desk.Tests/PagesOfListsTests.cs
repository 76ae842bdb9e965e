using System.Net;
using System.Text.Json;
using System.Web;
using Xunit;

namespace ServiceMesh.Desk.Tests;

/// <summary>Lists that do not fit one page, against a gateway that never gives more than 200 at once.</summary>
public sealed class Lists_longer_than_a_page
{
    [Theory]
    [InlineData(60, 60, true, 1)]
    [InlineData(420, 420, true, 3)]
    [InlineData(1_000, 450, false, 3)]
    public async Task Are_read_to_the_number_of_rows_asked_for(int asked, int shown, bool more, int calls)
    {
        using var gateway = new Paged(450);
        using var client = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway") };
        var page = await new DeskApi(new GatewayApi(client, null)).BoardAsync(new BoardQuery(Limit: asked), TestContext.Current.CancellationToken);
        Assert.Equal((shown, more, calls), (page.Items.Count, page.Next is not null, gateway.Calls));
        Assert.Equal(shown, page.Items.DistinctBy(r => r.Id).Count());
    }

    [Fact]
    public async Task Hold_the_newest_words_of_a_long_conversation()
    {
        using var gateway = new Paged(450);
        using var client = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway") };
        var messages = await new DeskApi(new GatewayApi(client, null)).MessagesAsync(Guid.NewGuid(), TestContext.Current.CancellationToken);
        Assert.Equal((450, "449"), (messages.Items.Count, messages.Items[^1].Text));
    }

    private sealed class Paged(int all) : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            var (from, limit) = (int.Parse(query["cursor"] ?? "0", System.Globalization.CultureInfo.InvariantCulture), int.Parse(query["limit"]!, System.Globalization.CultureInfo.InvariantCulture));
            Assert.InRange(limit, 1, 200);
            var items = Enumerable.Range(from, Math.Min(limit, all - from)).Select(i => new { id = new Guid(i, 0, 0, new byte[8]), text = $"{i}", kind = "customer" }).ToList();
            var next = from + items.Count < all ? $"{from + items.Count}" : null;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(new { items, next }), System.Text.Encoding.UTF8, "application/json") });
        }
    }
}
