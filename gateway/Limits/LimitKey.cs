using System.Net;

namespace ServiceMesh.Gateway.Limits;

/// <summary>What a limit counts by.</summary>
internal enum LimitScope
{
    None,
    Key,
    Session,
    Tenant,
    Address,
    Channel,
    SignIn,
}

/// <summary>One counter's name; a value, so that finding the counter allocates nothing.</summary>
internal readonly record struct LimitKey(LimitScope Scope, string? Id = null, IPAddress? Address = null)
{
    public override string ToString() => $"{Scope}:{Id ?? Address?.ToString()}";
}
