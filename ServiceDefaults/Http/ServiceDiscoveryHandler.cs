namespace ServiceMesh.ServiceDefaults;

/// <summary>Sends <c>http://intake/...</c> to where intake is, each attempt to the next instance; other hosts pass as they are.</summary>
internal sealed class ServiceDiscoveryHandler(ServiceAddresses addresses) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<Uri> Asked = new("ServiceMesh.AskedUri");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.Options.TryGetValue(Asked, out var asked) ? asked : request.RequestUri;
        if (uri is { IsDefaultPort: true, HostNameType: UriHostNameType.Dns } && addresses.Next(uri.Host) is { } address)
        {
            request.Options.Set(Asked, uri);
            request.RequestUri = new UriBuilder(uri) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
