using System.Net;

namespace ServiceMesh.ServiceDefaults.Tests.Health;

public sealed class HealthOfAService(TestService service)
{
    [Fact]
    public async Task Is_told_without_a_session_and_readiness_asks_only_the_database()
    {
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/alive")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.GetAsync("/health")).StatusCode);
        service.DatabaseIsWell = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.GetAsync("/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/alive")).StatusCode);
        service.DatabaseIsWell = true;
    }

    [Fact]
    public async Task The_openapi_document_is_open()
    {
        var document = await (await service.GetAsync("/openapi/v1.json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("/order", document, StringComparison.Ordinal);
    }
}
