using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class LearningTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();
    private readonly Guid _product = Guid.CreateVersion7(), _asset = Guid.CreateVersion7();

    [Fact]
    public async Task Faults_are_listed_by_frequency_with_their_course_and_repeats_are_flagged_on_both_tickets()
    {
        var may = new DateTimeOffset(2025, 5, 2, 2, 0, 0, TimeSpan.Zero);
        var first = Fault(may, "boot", "bug", _asset);
        var second = Fault(may.AddDays(40), "boot", "bug", _asset);
        // The later one is told first.
        await insight.DeliverAsync(second.Events);
        await insight.DeliverAsync([.. first.Events, .. Fault(may, "boot", "part", null).Events, .. Fault(may, "power", "part", null).Events]);

        var faults = await insight.GetAsync(_tenant, $"/api/v1/insight/learning?by=class&product={_product}&period=2025-H1&language=zh");
        Assert.Equal(4, faults.GetProperty("all").GetInt64());
        Assert.Equal(["boot", "power"], faults.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()));
        var top = faults.GetProperty("items")[0];
        Assert.Equal((75m, 75m, 33.3m, 7200), (top.GetProperty("percent").GetDecimal(), top.GetProperty("sumPercent").GetDecimal(), top.GetProperty("repeatPercent").GetDecimal(), top.GetProperty("meanRecoverySeconds").GetInt64()));
        Assert.Equal([0, 0, 0, 0, 2, 1], faults.GetProperty("course")[0].GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()));
        Assert.Contains("<svg", faults.GetProperty("paretoChart").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, (await insight.GetAsync(_tenant, "/api/v1/insight/learning?by=product&period=2025-H1")).GetProperty("items")[0].GetProperty("opened").GetInt32());
        Assert.Equal(2, (await insight.GetAsync(_tenant, "/api/v1/insight/learning?by=cause&period=2025-H1")).GetProperty("items").GetArrayLength());

        var repeat = Assert.Single((await insight.GetAsync(_tenant, "/api/v1/insight/learning/repeats?period=2025-H1")).GetProperty("items").EnumerateArray());
        Assert.Equal((second.Ticket, first.Ticket, 39), (repeat.GetProperty("ticketId").GetGuid(), repeat.GetProperty("repeatOf").GetGuid(), repeat.GetProperty("daysAfter").GetInt32()));
        var behind = await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/product/{_product}/tickets?dimension=secondRepair&bucket=0&period=2025-H1");
        Assert.Equal(second.Ticket, Assert.Single(behind.GetProperty("items").EnumerateArray()).GetProperty("cameBackAs").GetGuid());
        Assert.Equal(2, (await insight.GetAsync(_tenant, $"/api/v1/insight/learning/tickets?class=boot&cause=bug&product={_product}&period=2025-H1")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_cluster_that_grows_proposes_maintenance()
    {
        var now = TimeProvider.System.GetUtcNow();
        await insight.DeliverAsync(Enumerable.Range(0, 6).SelectMany(i => Fault(now.AddHours(-30 + i), "boot", "version-mismatch", null).Events));

        var proposal = Assert.Single((await insight.GetAsync(_tenant, "/api/v1/insight/learning/proposals")).GetProperty("items").EnumerateArray());

        Assert.Equal(("upgrade", 6, _product), (proposal.GetProperty("kind").GetString(), proposal.GetProperty("tickets").GetInt32(), proposal.GetProperty("productId").GetGuid()));
        Assert.Equal(["frequent", "growing"], proposal.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Empty((await insight.GetAsync(_tenant, "/api/v1/insight/learning/proposals?atLeast=7")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("learning?by=colour")]
    [InlineData("learning?from=2025-07&to=2025-06")]
    [InlineData("learning?from=2020-01&to=2025-06")]
    [InlineData("learning/proposals?atLeast=1")]
    [InlineData("scorecards/printer")]
    [InlineData("scorecards/team?ids=x")]
    [InlineData("scorecards/team?limit=0")]
    [InlineData("scorecards/team?cursor=x")]
    [InlineData("scorecards/team?period=2025-H1&from=2025-01")]
    [InlineData("scorecards/team/00000000-0000-0000-0000-000000000001/tickets")]
    [InlineData("scorecards/team/00000000-0000-0000-0000-000000000001/tickets?dimension=expertise")]
    [InlineData("scorecards/team/00000000-0000-0000-0000-000000000001/tickets?measure=colour")]
    [InlineData("scorecards/team/00000000-0000-0000-0000-000000000001/tickets?dimension=resolution&bucket=16")]
    [InlineData("scorecards/team/00000000-0000-0000-0000-000000000001/tickets?dimension=resolution&cursor=9_9_9_9")]
    public async Task What_makes_no_sense_is_refused(string path)
    {
        using var client = insight.Client(_tenant);
        using var answer = await client.GetAsync(new Uri($"/api/v1/insight/{path}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull(JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    private Tale Fault(DateTimeOffset at, string faultClass, string cause, Guid? asset) => new Tale(_tenant, at) { Product = _product, Asset = asset }.Open()
        .Triage(at.AddMinutes(1), 2, faultClass).Resolve(at.AddHours(2), cause).Close(at.AddHours(3));
}
