using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Messaging;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Further back a long queue is read only for the classes of work that somebody has a place for.</summary>
public sealed class The_queue_by_class(DispatchApp app)
{
    [Fact]
    public async Task Is_cut_by_the_database_as_the_rules_cut_it()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        foreach (var channel in Enum.GetValues<Channel>())
            foreach (var type in Enum.GetValues<WorkType>())
                await app.DeliverAsync(vendor.Opening() with { Channel = channel, WorkType = type });

        await using var work = await app.Services.GetRequiredService<IWorkFactory>().BeginAsync(TestContext.Current.CancellationToken);
        var all = await Waiting.OfTeamAsync(work, vendor.Tenant, team, null, TestContext.Current.CancellationToken);
        Assert.Equal(Enum.GetValues<Channel>().Length * Enum.GetValues<WorkType>().Length, all.Count);
        foreach (var classes in new WorkClass[][] { [WorkClass.Call], [WorkClass.Chat], [WorkClass.Case], [WorkClass.Background], [WorkClass.Call, WorkClass.Case], [] })
        {
            var some = await Waiting.OfTeamAsync(work, vendor.Tenant, team, null, TestContext.Current.CancellationToken, classes);
            Assert.Equal(all.Where(w => classes.Contains(w.Class)).Select(w => w.Id), some.Select(w => w.Id));
        }
    }
}
