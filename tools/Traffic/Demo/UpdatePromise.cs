using System.Text.Json.Nodes;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>The demo's vendor promises progress reports as well: a word to the customer at least every four hours (two where the ticket is critical).</summary>
public static class UpdatePromise
{
    private const string Address = "/api/v1/sla/policies", Clock = "update";
    private static readonly string[] s_policies = ["premium", "standard"];

    /// <summary>Makes a next version of the shipped policies that has the promise; a policy that has it stays as it is.</summary>
    public static async Task EnsureAsync(GatewayClient gateway, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        foreach (var policy in (await gateway.GetAsync<ListView<JsonObject>>(Address, ct)).Items)
        {
            if (s_policies.Contains(policy["name"]?.GetValue<string>()) && With(policy) is { } next) await gateway.PostAsync(Address, next, Guid.CreateVersion7().ToString("N"), ct);
        }
    }

    /// <summary>The policy as it is to be stored; null when each of its rules makes the promise.</summary>
    public static JsonObject? With(JsonObject policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var next = (JsonObject)policy.DeepClone();
        foreach (var told in new[] { "version", "shipped", "createdAt", "createdBy" }) next.Remove(told);
        var changed = false;
        foreach (var rule in next["rules"]?.AsArray() ?? [])
        {
            if (rule?["targets"] is not JsonObject targets || targets.ContainsKey(Clock)) continue;
            targets[Clock] = rule["severities"] is JsonArray severities && severities.Any(s => s?.GetValue<int>() == 1) ? "PT2H" : "PT4H";
            changed = true;
        }

        return changed ? next : null;
    }
}
