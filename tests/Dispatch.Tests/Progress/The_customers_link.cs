using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Progress;

public sealed class The_customers_link(DispatchApp app)
{
    [Fact]
    public async Task Shows_the_way_so_far_in_the_customers_words()
    {
        var vendor = app.NewVendor();
        var token = await OpenAsync(vendor, "zh-CN");
        using var anybody = app.Client();
        var progress = await vendor.GetAsync($"/api/v1/progress/{token.Token}", anybody);
        Assert.Equal(
            ["number", "subject", "state", "openedAt", "updatedAt", "engineerName", "waitingFor", "language", "clocks", "steps"],
            progress.EnumerateObject().Select(p => p.Name));
        Assert.Equal("received", Assert.Single(progress.GetProperty("steps").EnumerateArray()).GetProperty("code").GetString());

        await vendor.ActAsync(token.Ticket, "pause", new { reason = "waitingForCustomer", note = "internal: he is difficult" });
        await vendor.ActAsync(token.Ticket, "escalate", new { reason = "internal: sloppy" });
        progress = await vendor.GetAsync($"/api/v1/progress/{token.Token}", anybody);
        Assert.Equal("waitingForCustomer", progress.GetProperty("waitingFor").GetString());
        Assert.Equal(["我们已收到您的报修。", "我们在等待您的回复。"], What(progress));
        Assert.DoesNotContain("internal", progress.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_was_promised_and_not_what_teams_owe_each_other()
    {
        var vendor = app.NewVendor();
        var token = await OpenAsync(vendor, "en");
        var now = DateTimeOffset.UtcNow;
        var resolution = new ClockView { Clock = "resolution", State = ClockState.Running, StartedAt = now, TargetSeconds = 3600, DueAt = now.AddHours(1), RemainingSeconds = 3600, Cycle = 1 };
        await app.DeliverAsync(new SlaClocksChanged
        {
            Tenant = vendor.Tenant, TicketId = token.Ticket, OccurredAt = now, Clocks = [resolution, resolution with { Clock = "hotline-stay", Team = "Hotline" }],
            Stream = new StreamPosition("sla", token.Ticket, 1),
        });
        using var anybody = app.Client();
        var clock = Assert.Single((await vendor.GetAsync($"/api/v1/progress/{token.Token}", anybody)).GetProperty("clocks").EnumerateArray());
        Assert.Equal("resolution", clock.GetProperty("clock").GetString());
    }

    [Fact]
    public async Task Speaks_English_to_everybody_else()
    {
        var vendor = app.NewVendor();
        var token = await OpenAsync(vendor, "de");
        await vendor.ActAsync(token.Ticket, "resolve", new { resolution = "Restarted" });
        using var anybody = app.Client();
        var progress = await vendor.GetAsync($"/api/v1/progress/{token.Token}", anybody);
        Assert.Equal(["We received your report.", "The problem was solved. Please check."], What(progress));
    }

    [Fact]
    public async Task Is_not_cached_and_not_passed_on()
    {
        var vendor = app.NewVendor();
        var token = await OpenAsync(vendor, "en");
        using var anybody = app.Client();
        using var answer = await anybody.GetAsync($"/api/v1/progress/{token.Token}", TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Wrong_is_unknown(string token)
    {
        using var anybody = app.Client();
        Assert.Equal("progress.not-found", await app.NewVendor().ProblemAsync(
            HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/progress/{token}", null, anybody));
        Assert.Equal("progress.not-found", await app.NewVendor().ProblemAsync(
            HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/progress/{new string('A', 300)}", null, anybody));
    }

    private async Task<(string Token, Guid Ticket)> OpenAsync(Vendor vendor, string language)
    {
        var token = Guid.CreateVersion7().ToString("N");
        var opening = vendor.Opening() with { Language = language, ProgressTokenHash = LinkTokens.Hash(token) };
        await app.DeliverAsync(opening);
        return (token, opening.AggregateId);
    }

    private static IEnumerable<string?> What(JsonElement progress) =>
        [.. progress.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("what").GetString())];
}
