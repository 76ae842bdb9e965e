using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Insight.Record;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

public sealed class OldRowTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Rows_from_before_the_chain_are_taken_into_it_and_give_up_names()
    {
        var ticket = Guid.CreateVersion7();
        await insight.TamperAsync(_tenant, $$"""
            INSERT INTO timeline (publisher, aggregate, sequence, tenant, ticket_id, at, day, type, actor_kind, actor_id, actor_name, data, reassigned)
            SELECT 'intake', '{{ticket}}', n, $1, '{{ticket}}', '2026-11-20 08:00Z', '2026-11-20', CASE n WHEN 1 THEN 'TicketOpened' ELSE 'NoteAdded' END, 'staff', 'a1', 'Li Na',
                CASE n WHEN 1 THEN '{"number": "T-1", "subject": "Printer", "channel": "hotline"}' ELSE '{"text": "A note"}' END::jsonb, false
            FROM generate_series(1, 700) n
            """);

        Assert.Contains(_tenant, await insight.Services.GetRequiredService<Adoption>().RunAsync(TestContext.Current.CancellationToken));

        var result = await insight.VerifyAsync(_tenant);
        Assert.True(result.Intact);
        Assert.Equal(700, result.Checked);
        Assert.DoesNotContain("Li Na", string.Concat(await insight.ColumnAsync("SELECT t::text FROM timeline t WHERE tenant = $1", _tenant)), StringComparison.Ordinal);
        var first = (await insight.TimelineAsync(_tenant, ticket))[0];
        Assert.Equal("Printer", first.GetProperty("data").GetProperty("subject").GetString());
        Assert.Equal("Li Na", first.GetProperty("by").GetProperty("name").GetString());

        await insight.DeliverAsync(new Story(_tenant).Opened());
        Assert.Equal(701, (await insight.VerifyAsync(_tenant)).Position);
    }
}
