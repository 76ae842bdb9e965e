using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>Makes the tokens of acknowledgement links, where the key for links is set; else the Desk's button is the only way.</summary>
internal sealed class AcknowledgementLinks(IConfiguration configuration, IServiceProvider services)
{
    private readonly bool _on = !string.IsNullOrWhiteSpace(configuration["Links:Key"]);

    public LinkToken? Mint() => _on ? services.GetRequiredService<LinkTokens>().Mint() : null;
}
