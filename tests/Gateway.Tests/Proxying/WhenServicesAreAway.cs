using System.Net;
using ServiceMesh.Gateway.Tests.Hosts;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Proxying;

public sealed class WhenServicesAreAway
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_caller_is_told_and_the_others_go_on()
    {
        await using var gateway = await GatewayHost.StartAsync();
        var (machine, _) = await gateway.NewKeyAsync("agent");
        await gateway.Intake.StopAsync();

        var response = await machine.GetAsync("/api/v1/tickets", Ct);
        await response.IsProblemAsync(HttpStatusCode.BadGateway, "service.unreachable");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync("/api/v1/board", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_service_that_nobody_configured_is_unavailable()
    {
        await using var gateway = await GatewayHost.StartAsync();
        var (machine, _) = await gateway.NewKeyAsync("agent");
        var response = await machine.GetAsync("/api/v1/insight/daily", Ct);
        await response.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Another_instance_takes_over_without_an_error()
    {
        await using var second = await Origin.StartAsync("intake");
        await using var gateway = await GatewayHost.StartAsync(("services:intake:http:1", second.Address));
        var (machine, _) = await gateway.NewKeyAsync("agent");
        await gateway.Intake.StopAsync();
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await machine.PostAsync("/api/v1/tickets", new StringContent("{}", null, "application/json"), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_service_that_comes_back_is_used_again()
    {
        await using var gateway = await GatewayHost.StartAsync();
        var (machine, _) = await gateway.NewKeyAsync("agent");
        var port = new Uri(gateway.Dispatch.Address).Port;
        await gateway.Dispatch.StopAsync();
        await (await machine.GetAsync("/api/v1/board", Ct)).IsProblemAsync(HttpStatusCode.BadGateway, "service.unreachable");

        await using var again = await Origin.StartAsync("dispatch", $"http://127.0.0.1:{port}");
        await Eventually.Async(async () => (await machine.GetAsync("/api/v1/board", Ct)).IsSuccessStatusCode, what: "dispatch is used again");
    }

    [Fact]
    public async Task A_service_that_hangs_is_waited_for_so_long_and_meanwhile_all_else_is_answered()
    {
        await using var second = await Origin.StartAsync("intake");
        await using var gateway = await GatewayHost.StartAsync(("Gateway:ServiceTimeoutSeconds", "2"), ("services:intake:http:1", second.Address));
        var (machine, _) = await gateway.NewKeyAsync("agent");
        int Hanging() => gateway.Intake.Hanging + second.Hanging;

        var hanging = machine.PostAsync("/api/v1/tickets/hang", new StringContent("{}", null, "application/json"), Ct);
        await Eventually.Async(() => Hanging() == 1, what: "the request is there");
        foreach (var path in new[] { "/api/v1/board", "/api/v1/tickets", "/api/v1/notifications", "/" })
            Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync(path, Ct)).StatusCode);

        var response = await hanging;
        await response.IsProblemAsync(HttpStatusCode.GatewayTimeout, "service.timeout");
        Assert.NotNull(response.Headers.RetryAfter);
        // It may have done what it was asked: nobody else is asked again. And it hears that nobody waits any more.
        Assert.Equal(1, gateway.Intake.Hung + second.Hung);
        await Eventually.Async(() => Hanging() == 0, what: "the request is taken back");
        for (var i = 0; i < 4; i++) Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync("/api/v1/tickets", Ct)).StatusCode);
    }
}
