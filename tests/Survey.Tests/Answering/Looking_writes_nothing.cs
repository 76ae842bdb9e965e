using System.Globalization;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Answering;

/// <summary>On a server of its own, where every transaction id that is given out is this service's.</summary>
public sealed class Looking_writes_nothing
{
    private static readonly HttpMethod[] s_scanner = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task A_link_scanner_costs_no_commit_and_an_answer_costs_one()
    {
        await using var server = await TestPostgres.StartAsync();
        await using var host = await SurveyHost.StartAsync(database: server.ConnectionString);
        var link = await host.InviteAsync(Given.Closed());

        var before = await TransactionsAsync(host);
        for (var i = 0; i < 20; i++)
        {
            foreach (var method in s_scanner)
            {
                using var response = await host.Page.SendAsync(new HttpRequestMessage(method, link), TestContext.Current.CancellationToken);
                Assert.True(response.IsSuccessStatusCode);
            }
        }
        Assert.Equal(before, await TransactionsAsync(host));

        using var answer = await host.Page.PostAsync(link, Given.Form("1", "no"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(before + 1, await TransactionsAsync(host));
    }

    private static async Task<long> TransactionsAsync(SurveyHost host) =>
        long.Parse(await host.ScalarAsync<string>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"), CultureInfo.InvariantCulture);
}
