using System.Collections.Concurrent;
using ServiceMesh.Intake.Tickets;

namespace ServiceMesh.Intake.Tests.Tickets;

public sealed class Ticket_numbers(IntakeHost host)
{
    private static readonly DateOnly s_day = new(2026, 11, 22);

    [Fact]
    public async Task Never_repeat_however_many_instances_give_them_out()
    {
        var tenant = host.NewTenant();
        var given = new ConcurrentBag<string>();
        var instances = Enumerable.Range(0, 6).Select(_ => new NumberAllocator(host.Database)).ToList();
        await Task.WhenAll(instances.SelectMany(i => Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var n = 0; n < 250; n++)
                given.Add(await i.NextAsync(tenant, s_day, TestContext.Current.CancellationToken));
        }))));
        Assert.Equal(6_000, given.Count);
        Assert.Equal(6_000, given.Distinct().Count());
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }

    [Fact]
    public async Task Begin_at_one_for_each_tenant_and_day()
    {
        await using var instance = new NumberAllocator(host.Database);
        var (one, two) = (host.NewTenant(), host.NewTenant());
        Assert.Equal("T-20261122-000001", await instance.NextAsync(one, s_day, default));
        Assert.Equal("T-20261122-000002", await instance.NextAsync(one, s_day, default));
        Assert.Equal("T-20261122-000001", await instance.NextAsync(two, s_day, default));
        Assert.Equal("T-20261123-000001", await instance.NextAsync(one, s_day.AddDays(1), default));
    }

    [Fact]
    public async Task Go_on_after_a_restart_with_a_gap()
    {
        var tenant = host.NewTenant();
        await using (var before = new NumberAllocator(host.Database))
            await before.NextAsync(tenant, s_day, default);
        await using var after = new NumberAllocator(host.Database);
        Assert.Equal("T-20261122-000011", await after.NextAsync(tenant, s_day, default));
    }
}
