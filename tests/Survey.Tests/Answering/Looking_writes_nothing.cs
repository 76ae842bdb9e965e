using System.Globalization;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Answering;

/// <summary>On a server of its own, where every transaction id that is given out is this service's.</summary>
public sealed class Looking_writes_nothing
{
    private const int Tries = 5;

    private static readonly HttpMethod[] s_scanner = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task A_link_scanner_costs_no_commit_and_an_answer_costs_one()
    {
        await using var server = await TestPostgres.StartAsync();
        await using var host = await SurveyHost.StartAsync(database: server.ConnectionString);
        var links = new List<string>();
        for (var i = 0; i < Tries; i++) links.Add(await host.InviteAsync(Given.Closed()));

        Assert.Equal(0, await CostAsync(host, 0, async attempt =>
        {
            for (var i = 0; i < 20; i++)
            {
                foreach (var method in s_scanner)
                {
                    using var response = await host.Page.SendAsync(new HttpRequestMessage(method, links[attempt]), TestContext.Current.CancellationToken);
                    Assert.True(response.IsSuccessStatusCode);
                }
            }
        }));
        Assert.Equal(1, await CostAsync(host, 1, async attempt =>
        {
            using var answer = await host.Page.PostAsync(links[attempt], Given.Form("1", "no"), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
        }));
    }

    /// <summary>
    /// How many transactions something costs: the least of some attempts, the first being enough as a rule. What the server and the service do by themselves now and then
    /// (statistics, a first look at timers) falls into one attempt or another; what is done costs as much in each.
    /// </summary>
    private static async Task<long> CostAsync(SurveyHost host, long wanted, Func<int, Task> act)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Tries && least > wanted; attempt++)
        {
            var before = await TransactionsAsync(host);
            await act(attempt);
            least = Math.Min(least, await TransactionsAsync(host) - before);
        }
        return least;
    }

    private static async Task<long> TransactionsAsync(SurveyHost host) =>
        long.Parse(await host.ScalarAsync<string>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"), CultureInfo.InvariantCulture);
}
