namespace ServiceMesh.ServiceDefaults;

/// <summary>What gateway and services agree on about identity tokens.</summary>
public static class IdentityTokens
{
    /// <summary>The header the gateway sets after it has removed the client's own copy.</summary>
    public const string Header = "X-ServiceMesh-Identity";
    public const string Issuer = "servicemesh-gateway";

    /// <summary>Claims beside the registered ones (iss, aud, iat, exp, sub, name).</summary>
    public const string Tenant = "tenant";
    public const string Role = "role";
    public const string Contact = "contact";
    public const string Kind = "kind";

    /// <summary>No token may live longer than this, whatever it says itself.</summary>
    public static readonly TimeSpan MaximumLife = TimeSpan.FromMinutes(5);
}
