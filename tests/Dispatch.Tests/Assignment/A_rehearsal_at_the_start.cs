using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Messaging;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>A ticket's way is gone once before somebody waits for it, and undone.</summary>
public sealed class A_rehearsal_at_the_start(DispatchApp app)
{
    [Fact]
    public async Task Goes_the_whole_way_and_leaves_nothing()
    {
        var rehearsal = new Rehearsal(app.Services.GetRequiredService<IWorkFactory>(), app.Services.GetRequiredService<Placing>(), NullLogger<Rehearsal>.Instance);
        Assert.NotNull(await rehearsal.PlayAsync(TestContext.Current.CancellationToken));

        foreach (var table in new[] { "tickets", "teams", "engineers", "rankings", "ticket_reports", "ticket_texts", "board_tallies", "messaging.timers" })
        {
            await using var count = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"SELECT count(*) FROM {table} WHERE tenant = '{Rehearsal.Tenant}'");
            Assert.Equal((table, 0L), (table, (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!));
        }

        Assert.Empty(await app.PublishedAsync(Rehearsal.Tenant));
    }
}
