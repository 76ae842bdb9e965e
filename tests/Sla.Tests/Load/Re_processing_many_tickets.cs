using System.Diagnostics;
using ServiceMesh.Sla.Tests.Reprocess;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;

namespace ServiceMesh.Sla.Tests.Load;

public sealed class Re_processing_many_tickets(ITestOutputHelper output)
{
    private static readonly bool _isLong = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
    private static readonly int _tickets = _isLong ? 100_000 : 2_000;
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(_isLong ? 30 : 3);
    private static readonly string[] _mine = ["mine"];

    [Fact]
    public async Task Live_traffic_goes_on_while_thousands_are_changed()
    {
        var app = new SlaApp();
        await app.InitializeAsync();
        try
        {
            var vendor = new ReprocessVendor(app);
            await vendor.PolicyAsync("PT1000H");
            var first = await vendor.OpenAsync();
            await Copies.MakeAsync(app, vendor.Vendor.Tenant, first, _tickets - 1);
            await vendor.PolicyAsync("PT500H");
            await LiveAsync(app, new CancellationTokenSource(TimeSpan.FromSeconds(1)).Token);

            var without = await LiveAsync(app, new CancellationTokenSource(_quiet).Token);
            using var done = new CancellationTokenSource();
            var live = LiveAsync(app, done.Token);
            var began = Stopwatch.GetTimestamp();
            var job = await vendor.DoneAsync(await vendor.StartAsync(new { policies = _mine, reason = "New contract" }), TimeSpan.FromMinutes(20));
            var took = Stopwatch.GetElapsedTime(began);
            await done.CancelAsync();
            var with = await live;

            output.WriteLine($"{_tickets} tickets in {took.TotalSeconds:0.0} s, {_tickets / took.TotalSeconds:0} tickets/s");
            output.WriteLine($"live without: {without}");
            output.WriteLine($"live with:    {with}");
            Assert.Equal((_tickets, _tickets, _tickets, _tickets, 0, 0, 0), ReprocessVendor.Counts(job));
            Assert.True(with.P99 < TimeSpan.FromSeconds(1), $"{with}");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Forty new tickets a second of another tenant, until told to stop.</summary>
    private static async Task<Latencies> LiveAsync(SlaApp app, CancellationToken until)
    {
        var vendor = app.NewVendor();
        var took = new List<TimeSpan>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!until.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await app.DeliverAsync(vendor.Triaged(Guid.CreateVersion7(), Vendor.Now));
            took.Add(Stopwatch.GetElapsedTime(began));
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        took.Sort();
        return new(took.Count, took[took.Count / 2], took[took.Count * 99 / 100], took[^1]);
    }

    private sealed record Latencies(int Count, TimeSpan P50, TimeSpan P99, TimeSpan Max)
    {
        public override string ToString() => $"{Count} events, p50 {P50.TotalMilliseconds:0.0} ms, p99 {P99.TotalMilliseconds:0.0} ms, max {Max.TotalMilliseconds:0.0} ms";
    }
}
