using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>
/// A restore drill of a contract's plan cannot close without evidence, and closes with it. The drill is a small but real one: data are backed up, restored and measured here.
/// </summary>
public sealed class RestoreDrill : IStory
{
    private const string Plan = "Monthly restore drill 每月恢复演练";

    /// <inheritdoc />
    public string Title => "A restore drill";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var team = await scene.Cast.TeamAsync("Maintenance 运维保养", "maintenance", ct);
        var engineer = await scene.Cast.EngineerAsync("葛青", "ge.qing@demo.example", "zh-CN", team, ct);
        var client = await scene.Cast.ClientAsync("长湖水务集团", "华中", "卢静", "lu.jing@changhu.example", "+86 21 5555 0887", "zh-CN", ct);
        var contract = await scene.Cast.ContractAsync(client, "SVC-887-5005", "premium", [], ct);
        var run = scene.Keep("run", await RunAsync(scene, contract, team, engineer, ct));
        var path = $"/api/v1/maintenance/runs/{run}";
        await StartAsync(scene, engineer, path, ct);

        var refused = await CompleteAsync(engineer, path, ct);
        if (refused is not { Code: "maintenance.evidence-missing" }) throw new StoryException($"a drill without evidence closed, or was refused otherwise: {refused?.Message}");
        scene.Tell($"without evidence it does not close: {refused.Message}");

        var drill = Drill();
        await engineer.Persona.DoAsync(desk => desk.PostAsync<JsonElement>($"{path}/evidence", new { values = drill }, Scene.NewId(), ct), ct);
        var detail = await scene.Gateway.GetAsync<JsonElement>(path, ct);
        foreach (var item in detail.GetProperty("checklist").GetProperty("items").EnumerateArray())
            await engineer.Persona.DoAsync(desk => desk.PostAsync<JsonElement>($"{path}/check", new { key = Scene.Text(item, "key"), state = "done" }, Scene.NewId(), ct), ct);
        if (await CompleteAsync(engineer, path, ct) is { } still) throw new StoryException($"the drill does not close: {still.Message}");
        var verdict = Scene.Text((await scene.Gateway.GetAsync<JsonElement>(path, ct)).GetProperty("run"), "verdict");
        scene.Tell($"{drill["restoredBytes"]} bytes restored in {drill["restoreSeconds"]} s with the same checksum: closed as {verdict}");
        scene.See("the drill's run with its evidence", $"/maintenance/runs/{run}");
    }

    /// <summary>A run of the plan that can begin now: the plan's next one, moved to this moment as agreed with the customer.</summary>
    private static async Task<Guid> RunAsync(Scene scene, Guid contract, Guid team, Colleague engineer, CancellationToken ct)
    {
        var plans = await scene.Gateway.GetAsync<ListView<NamedView>>($"/api/v1/maintenance/plans?contractId={contract}", ct);
        var plan = plans.Items.FirstOrDefault(p => p.Name == Plan)?.Id
            ?? (await Scene.UntilAsync("a plan under the contract", async () => (IdView?)await PlanAsync(scene, contract, team, engineer, ct), ct)).Id;
        var runs = await scene.Gateway.GetAsync<ListView<RunView>>($"/api/v1/maintenance/runs?planId={plan}&open=true", ct);
        return (runs.Items.FirstOrDefault(r => r.State == "inProgress") ?? (runs.Items.Count > 0 ? runs.Items[0] : throw new StoryException("the plan has no run to come"))).Id;
    }

    private static Task<IdView> PlanAsync(Scene scene, Guid contract, Guid team, Colleague engineer, CancellationToken ct) => scene.Gateway.PostAsync<IdView>("/api/v1/maintenance/plans", new
    {
        name = Plan, kind = "backupDrill", contractId = contract, startsOn = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), at = "20:00:00", minutes = 240,
        rule = "FREQ=MONTHLY;BYMONTHDAY=31", rtoMinutes = 60, rpoMinutes = 1440, teamId = team, engineerId = engineer.Id,
    }, Scene.NewId(), ct);

    private static async Task StartAsync(Scene scene, Colleague engineer, string path, CancellationToken ct)
    {
        var run = (await scene.Gateway.GetAsync<JsonElement>(path, ct)).GetProperty("run");
        if (Scene.Text(run, "state") == "inProgress") return;
        var now = TimeProvider.System.GetUtcNow();
        if (run.GetProperty("from").GetDateTimeOffset() > now)
            await scene.Gateway.PostAsync($"{path}/reschedule", new { from = now.AddSeconds(3), reason = "客户同意今天演练" }, Scene.NewId(), ct);
        scene.Tell("the plan's next drill is moved to today, with the customer's consent");
        await Scene.UntilAsync("the drill begins", async () =>
        {
            try
            {
                return (object)await engineer.Persona.DoAsync(desk => desk.PostAsync<JsonElement>($"{path}/start", new { }, Scene.NewId(), ct), ct);
            }
            catch (GatewayException e) when (e.Code == "maintenance.outside-window")
            {
                return null;
            }
        }, ct);
    }

    private static async Task<GatewayException?> CompleteAsync(Colleague engineer, string path, CancellationToken ct)
    {
        try
        {
            await engineer.Persona.DoAsync(desk => desk.PostAsync<JsonElement>($"{path}/complete", new { }, Scene.NewId(), ct), ct);
            return null;
        }
        catch (GatewayException e) when (e.Status == System.Net.HttpStatusCode.Conflict)
        {
            return e;
        }
    }

    /// <summary>Backs the vendor's book up, restores it and compares: every figure is measured.</summary>
    private static Dictionary<string, object> Drill()
    {
        var original = JsonSerializer.SerializeToUtf8Bytes(VendorBook.Default, GatewayClient.Json);
        var taken = TimeProvider.System.GetUtcNow();
        using var backup = new MemoryStream();
        using (var packed = new GZipStream(backup, CompressionLevel.Optimal, leaveOpen: true)) packed.Write(original);
        var watch = Stopwatch.StartNew();
        using var restored = new MemoryStream();
        backup.Position = 0;
        using (var unpacked = new GZipStream(backup, CompressionMode.Decompress)) unpacked.CopyTo(restored);
        var checksum = Sum(restored.ToArray());
        return new Dictionary<string, object>
        {
            ["backupId"] = $"demo-{taken:yyyyMMddHHmmss}",
            ["backupTakenAt"] = taken,
            ["restoredBytes"] = restored.Length,
            ["expectedChecksum"] = Sum(original),
            ["restoredChecksum"] = checksum,
            // Whole seconds, begun ones counted.
            ["restoreSeconds"] = (long)Math.Ceiling(watch.Elapsed.TotalSeconds),
            ["dataLossSeconds"] = 0,
        };

        static string Sum(byte[] data) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(data));
    }

    private sealed record RunView(Guid Id, string State);
}
