using System.Net;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.ServiceDefaults.Tests.Http;

/// <summary>Addresses that somebody from outside names.</summary>
public sealed class Targets
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:808:808::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("100::1")]
    public void Our_own_networks_are_not_public(string address) => Assert.False(TargetRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void The_internet_is(string address) => Assert.True(TargetRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://hooks.example.com/x", true)]
    [InlineData("https://hooks.example.com:8443/x?a=b", true)]
    [InlineData("https://hooks.example.com:22/", false)]
    [InlineData("http://hooks.example.com/x", false)]
    [InlineData("https://user@hooks.example.com/", false)]
    [InlineData("https://user:pw@hooks.example.com/", false)]
    [InlineData("https://hooks.example.com/#x", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("https://0177.0.0.1/", false)]
    [InlineData("https://0x7f.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("ftp://hooks.example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//hooks.example.com", false)]
    [InlineData("/relative", false)]
    [InlineData("hook", false)]
    public void A_target_is_https_on_the_internet(string url, bool good) => Assert.Equal(good, TargetRules.Objection(url, allowPrivate: false, 443, 8443) is null);

    [Fact]
    public void Without_ports_named_any_will_do_and_what_is_opened_is_open()
    {
        Assert.Null(TargetRules.Objection("https://hooks.example.com:9443/", allowPrivate: false));
        Assert.Null(TargetRules.Objection("http://127.0.0.1:8080/", allowPrivate: true, 443));
        Assert.NotNull(TargetRules.Objection("http://user@127.0.0.1:8080/", allowPrivate: true));
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_refused_where_the_connection_is_made()
    {
        IReadOnlyCollection<IPAddress> seen = [];
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = (context, ct) => GuardedConnection.ConnectAsync(context, (_, addresses) => (seen = addresses).All(TargetRules.IsPublic), ct),
        });
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::ffff:127.0.0.1]" })
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{host}:9/"), TestContext.Current.CancellationToken));
            Assert.IsType<TargetForbiddenException>(refused.InnerException);
            Assert.Contains(seen, IPAddress.IsLoopback);
        }
    }
}
