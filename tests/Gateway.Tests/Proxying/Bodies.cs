using System.Net;
using ServiceMesh.Gateway.Tests.Hosts;

namespace ServiceMesh.Gateway.Tests.Proxying;

/// <summary>Only addresses that take files take large bodies.</summary>
public sealed class Bodies(GatewayHost gateway)
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/tickets/attachments?name=a.png", 20)]
    [InlineData("/api/v1/progress/abc/attachments", 20)]
    [InlineData("/api/v1/customers/import", 5)]
    [InlineData("/api/v1/products/import", 5)]
    [InlineData("/api/v1/contracts/import?dryRun=false", 5)]
    [InlineData("/chat/0199-x/attachments", 20)]
    [InlineData("/webhooks/0199-x/mail/secret", 30)]
    [InlineData("/p/abc", 25)]
    [InlineData("/portal/new", 25)]
    [InlineData("/portal/tickets/0199-x", 25)]
    public async Task As_large_as_a_file_may_be(string path, int mebibytes)
    {
        using var client = await gateway.SignedInAsync();
        using var right = new ByteArrayContent(new byte[mebibytes * MiB]);
        var echo = await (await client.PostAsync(path, right, Ct)).EchoAsync();
        Assert.Equal(mebibytes * MiB, Convert.FromBase64String(echo.Body).Length);
        using var large = new ByteArrayContent(new byte[(mebibytes + 2) * MiB]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(client, path, large));
    }

    [Theory]
    [InlineData("/api/v1/tickets")]
    [InlineData("/api/v1/customers")]
    [InlineData("/webhooks/0199-x/messages")]
    [InlineData("/chat/0199-x/messages")]
    public async Task No_larger_than_usual_elsewhere(string path)
    {
        using var client = await gateway.SignedInAsync();
        using var large = new ByteArrayContent(new byte[2 * MiB]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(client, path, large));
    }

    /// <summary>A server that refuses a body may close the connection before all of it is sent.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request, Ct);
        return response.StatusCode;
    }
}
