using System.Diagnostics;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Reprocess;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;

namespace ServiceMesh.Sla.Tests.Load;

public sealed class Thousands_due_at_once(ITestOutputHelper output)
{
    private static readonly int _tickets = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1" ? 20_000 : 2_000;

    [Theory]
    [InlineData("a warning", 50)]
    [InlineData("a breach with its escalation", 100)]
    public async Task Each_is_told_of_once_and_looked_at_again_when_it_is_time(string what, int percent)
    {
        var app = new SlaApp();
        await app.InitializeAsync();
        try
        {
            var (vendor, due, known) = await PrepareAsync(app, percent);
            await Eventually.Async(() => Vendor.Now >= due, TimeSpan.FromMinutes(3));
            var began = Stopwatch.GetTimestamp();
            var next = due.AddHours(percent == 50 ? 25 : 50);
            await Eventually.Async(async () => await ArmedForAsync(app, next) == _tickets, TimeSpan.FromMinutes(5), "every ticket is armed anew");
            var took = Stopwatch.GetElapsedTime(began);
            output.WriteLine($"{what}: {_tickets} tickets in {took.TotalSeconds:0.00} s, {_tickets / took.TotalSeconds:0} tickets/s");

            var published = (await TestOutbox.ReadAsync(app.Database)).Where(e => e.OccurredAt == due).ToList();
            if (percent == 50)
            {
                Assert.Equal(_tickets, published.OfType<SlaWarned>().Select(e => e.TicketId).Distinct().Count());
                Assert.Equal(_tickets, published.Count);
            }
            else
            {
                Assert.Equal(_tickets, published.OfType<SlaBreached>().Select(e => e.TicketId).Distinct().Count());
                Assert.Equal(_tickets, published.OfType<SlaEscalated>().Select(e => e.TicketId).Distinct().Count());
                Assert.Equal(2 * _tickets, published.Count);
                // Copies have no levels of their own: the warnings before are recorded, as overtaken.
                Assert.Equal(4 * (_tickets - 1) + 2 + known, await app.CountAsync("levels", vendor.Vendor.Tenant));
            }
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Tickets of a tenant, all with a threshold a little ahead of now; a machine that was too busy to make them in time gets more, with other tickets.</summary>
    private static async Task<(ReprocessVendor Vendor, DateTimeOffset Due, long Known)> PrepareAsync(SlaApp app, int percent)
    {
        for (var ahead = 4; ; ahead *= 4)
        {
            var vendor = new ReprocessVendor(app);
            await vendor.PolicyAsync("PT100H");
            var (ticket, due) = (Guid.CreateVersion7(), Vendor.Now.AddSeconds(ahead));
            await app.DeliverAsync(vendor.Vendor.Triaged(ticket, due.AddHours(-percent), serviceLevel: null));
            await Copies.MakeAsync(app, vendor.Vendor.Tenant, ticket, _tickets - 1);
            var known = await app.CountAsync("levels", vendor.Vendor.Tenant);
            if (Vendor.Now < due)
            {
                return (vendor, due, known);
            }
        }
    }

    private static async Task<int> ArmedForAsync(SlaApp app, DateTimeOffset at)
    {
        await using var command = app.Database.CreateCommand("SELECT count(*)::int FROM messaging.timers WHERE kind = 'sla-clock' AND due_at = $1");
        command.Parameters.Add(new() { Value = at });
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
