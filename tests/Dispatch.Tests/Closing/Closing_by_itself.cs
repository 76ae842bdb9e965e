using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Closing;

public sealed class Closing_by_itself(DispatchApp app)
{
    [Fact]
    public async Task Is_armed_at_resolving_for_three_days_and_cancelled_by_reopening()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        var resolved = Assert.Single(await vendor.PublishedAsync<TicketResolved>());
        Assert.Equal(resolved.OccurredAt.AddDays(3), await DueAsync(ticket));
        await vendor.ActAsync(ticket, "reopen");
        Assert.Null(await DueAsync(ticket));
    }

    [Fact]
    public async Task Happens_when_the_time_is_up()
    {
        await using var hasty = new DispatchApp(new() { ["Dispatch:AutoCloseDays"] = "0" });
        await hasty.InitializeAsync();
        var vendor = hasty.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await Eventually.Async(
            async () => (await vendor.DetailAsync(ticket)).GetProperty("state").GetString() == "closed", what: "the ticket closes");
        var closed = Assert.Single(await vendor.PublishedAsync<TicketClosed>());
        Assert.Equal(ActorKind.System, closed.By.Kind);
        Assert.Equal(Assert.Single(await vendor.PublishedAsync<TicketResolved>()).OccurredAt, closed.ResolvedAt);
    }

    [Fact]
    public async Task Does_not_happen_for_an_earlier_resolving()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        var work = app.Services.GetRequiredService<Messaging.IWorkFactory>();
        await using var firing = await work.BeginAsync(TestContext.Current.CancellationToken);
        var stale = JsonSerializer.Serialize(new { resolvedAt = DateTimeOffset.UtcNow.AddDays(-1) });
        var handler = ActivatorUtilities.CreateInstance<Dispatch.Closing.AutoClose>(app.Services);
        await handler.FireAsync(
            new Messaging.FiredTimer("auto-close", ticket.ToString(), DateTimeOffset.UtcNow, vendor.Tenant, ticket, stale),
            firing, TestContext.Current.CancellationToken);
        await firing.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("resolved", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
    }

    private async Task<DateTimeOffset?> DueAsync(Guid ticket)
    {
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        await using var command = source.CreateCommand("SELECT due_at FROM messaging.timers WHERE kind = 'auto-close' AND key = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ticket.ToString() });
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }
}
