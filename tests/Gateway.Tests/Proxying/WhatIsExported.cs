using System.Security.Cryptography;
using ServiceMesh.Gateway.Tests.Hosts;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Proxying;

/// <summary>Traces and logs of the gateway and of services behind it, as a receiver of OTLP gets them, with every line of the libraries turned on.</summary>
public sealed class WhatIsExported
{
    private static readonly string[] s_categories = ["Default", "Microsoft.AspNetCore", "System.Net.Http.HttpClient", "Yarp", "Yarp.ReverseProxy.Forwarder", "Yarp.ReverseProxy.LoadBalancing"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holds_no_secret_of_a_link()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var gateway = await GatewayHost.StartAsync([.. receiver.Settings, .. s_categories.Select(c => ($"Logging:LogLevel:{c}", (string?)"Trace")), ("Logging:Console:LogLevel:Default", "None")]);
        try
        {
            using var customer = gateway.Client();
            // To services that answer, and to some that are away: Survey and Notification are not there.
            foreach (var path in new[] { "/a/", "/p/", "/api/v1/progress/", "/ical/", "/webhooks/4711/mail/", "/s/", "/u/" })
            {
                using var answer = await customer.GetAsync(path + secret, Ct);
                using var posted = await customer.PostAsync(path + secret, new FormUrlEncodedContent([new("score", "5")]), Ct);
            }
        }
        finally
        {
            await gateway.DisposeAsync();
        }

        foreach (var signal in new[] { "traces", "logs" })
        {
            // What was masked is there: the lines that would have shown it were exported.
            Assert.Contains("/s/***", receiver.Text(signal), StringComparison.Ordinal);
            Assert.Contains("/a/***", receiver.Text(signal), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, receiver.Text(signal), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("RequestPath", receiver.Text("logs"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, receiver.Text("metrics"), StringComparison.OrdinalIgnoreCase);
    }
}
