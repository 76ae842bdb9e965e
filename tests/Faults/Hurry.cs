using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>
/// A contract of the vendor's customer that promises what nobody keeps, a diagnosis within two seconds: its tickets are warned of, missed and
/// escalated by timers while everything is killed.
/// </summary>
internal static class Hurry
{
    private static readonly int[] s_warnAt = [50];

    /// <summary>Signs it, and returns the product that it covers.</summary>
    public static async Task<Guid> SignAsync(GatewayClient staff, Vendor vendor, CancellationToken ct)
    {
        const string level = "hurry";
        await staff.PostAsync("/api/v1/sla/policies", new
        {
            name = level, position = 1, serviceLevels = new[] { level }, calendar = "always", warnAt = s_warnAt,
            rules = new[] { new { name = "hurry", targets = new { firstResponse = "PT30M", diagnosis = "PT2S", resolution = "PT8H" } } },
        }, null, ct);
        var product = await staff.PostAsync<IdView>("/api/v1/products", new { code = "HURRY", name = "Hurry" }, null, ct);
        await staff.PostAsync("/api/v1/contracts", new
        {
            customerId = vendor.CustomerId,
            number = "C-HURRY",
            startsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-30)),
            endsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(300)),
            serviceLevel = level,
            productIds = new[] { product.Id },
        }, null, ct);
        return product.Id;
    }
}
