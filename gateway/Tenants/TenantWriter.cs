using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Gateway.Tenants;

/// <summary>What can be set about a tenant.</summary>
internal sealed record TenantSettings(string Name, string TimeZone, IReadOnlyList<string> Languages, string Brand);

/// <summary>Writes tenants, and tells the others.</summary>
internal static class TenantWriter
{
    public static Tenant Add(Work work, Actor by, string key, TenantSettings settings)
    {
        var tenant = new Tenant
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Name = settings.Name.Trim(),
            TimeZone = settings.TimeZone,
            Languages = [.. settings.Languages],
            Brand = settings.Brand.Trim(),
            CreatedAt = work.Now,
        };
        work.Db<GatewayDb>().Tenants.Add(tenant);
        Tell(work, by, tenant);
        return tenant;
    }

    public static void Tell(Work work, Actor by, Tenant tenant) => work.Publish(new TenantChanged
    {
        Tenant = tenant.Key,
        OccurredAt = work.Now,
        By = by,
        TenantId = tenant.Id,
        Name = tenant.Name,
        TimeZone = tenant.TimeZone,
        Languages = [.. tenant.Languages],
        Brand = tenant.Brand,
    });
}
