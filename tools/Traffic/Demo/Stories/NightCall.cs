using System.Globalization;
using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>
/// At about 01:20, where it is that now: a critical ticket that nobody answers wakes the first on call by telephone and robot, then the second, who acknowledges; the warnings of
/// ordinary tickets wait for the digest at 07:00, and leave as one digest to a colleague whose quiet hours end while the story goes on.
/// </summary>
public sealed class NightCall : IStory
{
    private const string Category = "night";
    private const string Critical = "night-critical";
    private const string Ordinary = "night-ordinary";

    /// <summary>A page waits a minute for its answer.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromMinutes(3);
    private static readonly Guid[] s_none = [];
    private static readonly string[] s_ladder = ["on-call-1", "on-call-2", "manager"];
    private static readonly string[] s_pages = ["voice", "email", "in-app"];
    private static readonly string[] s_languages = ["zh-CN", "en"];

    /// <inheritdoc />
    public string Title => "The night";

    /// <inheritdoc />
    public async Task PlayAsync(Scene scene, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var (zone, local) = NightZones.Nearest(TimeProvider.System.GetUtcNow());
        scene.Tell($"it is {local.ToString("HH:mm", CultureInfo.InvariantCulture)} in {zone}");
        await NightPolicies.EnsureAsync(scene, zone, Critical, Ordinary, ct);
        var team = await scene.Cast.TeamAsync("Night watch 夜班", Category, ct);
        var first = await scene.Cast.EngineerAsync("纪舟", "ji.zhou@demo.example", "zh-CN", team, ct);
        var second = await scene.Cast.EngineerAsync("Inês Duarte", "ines.duarte@demo.example", "en", team, ct);
        var manager = await scene.Cast.MemberAsync("骆平", "luo.ping@demo.example", "zh-CN", "manager", ct);
        await LadderAsync(scene, team, manager, ct);
        await SleepsAsync(scene, first, "+8613700000891", zone, ct);
        await SleepsAsync(scene, second, "+8613700000892", zone, ct);
        await OnCallAsync(scene, team, 1, first, zone, ct);
        await OnCallAsync(scene, team, 2, second, zone, ct);
        await ProvidersAsync(scene, ct);

        var morning = await NightDigest.PrepareAsync(scene, team, ct);
        var ordinary = await ReportAsync(scene, "江北仪表厂", "jiang.bei@jiangbei.example", "+86 21 5555 0884", "SVC-884-2002", Ordinary, "报表里的合计差一分钱", "medium", ct);
        scene.Keep("ordinary", ordinary.Id);
        var also = await ReportAsync(scene, "江北仪表厂", "jiang.bei@jiangbei.example", "+86 21 5555 0884", "SVC-884-2002", Ordinary, "打印预览少一列", "medium", ct);
        scene.Keep("alsoOrdinary", also.Id);
        var critical = await ReportAsync(scene, "西岭数据中心", "xi.ling@xiling.example", "+86 21 5555 0885", "SVC-885-3003", Critical, "核心数据库无法连接，所有业务中断", "high", ct);
        scene.Keep("critical", critical.Id);

        var woken = await PagedAsync(scene, critical.Id, 1, ct);
        var call = await Scene.UntilAsync("a call to the first on call", () => Task.FromResult(scene.Platforms.Calls.FirstOrDefault(c => c.To == "+8613700000891" && c.Script.Contains(critical.Number, StringComparison.Ordinal))), ct);
        var robot = await Scene.UntilAsync("a robot's message", () => Task.FromResult(scene.Platforms.Said.FirstOrDefault(m => m.Text.Contains(critical.Number, StringComparison.Ordinal))), ct);
        scene.Tell($"P1 {critical.Number}: {woken} is called ({call.To}), the robot says: {robot.Text.ReplaceLineEndings(" ")}");

        var sleeper = await WarningWaitsAsync(scene, ordinary, [first, second], zone, ct);
        await morning.WaitsAsync(scene, [ordinary, also], ct);

        var next = await PagedAsync(scene, critical.Id, 2, ct);
        scene.Tell($"nobody has acknowledged within a minute: {next} is paged");
        await second.Persona.DoAsync(desk => desk.PostAsync<JsonElement>($"/api/v1/work/{critical.Id}/acknowledge", new { }, Scene.NewId(), ct), ct);
        await Scene.SayAsync(second.Persona, critical.Id, "I am on it and restarting the database cluster.", ct);
        await scene.OnTimelineAsync(critical.Id, "EscalationAcknowledged", ct);
        scene.Tell($"{second.Name} acknowledges: nobody else is woken");
        scene.SeeTicket($"a P1 at night ({zone}): paged in steps until somebody acknowledged, by telephone and robot", critical.Id);
        await morning.LeavesAsync(scene, [ordinary, also], ct);
        // As it stands now, at the story's end.
        var waiting = await HeldAsync(scene, ordinary, sleeper, ct) ?? throw new StoryException($"the warning of {ordinary.Number} waits no longer");
        scene.SeeTicket($"a P3 whose warning to {sleeper.Name} is {waiting.State} for the digest at {NightDigest.Clock(waiting.HoldUntil!.Value, zone)} (Notices)", ordinary.Id);
    }

    /// <summary>Who is paged after whom. The manager's account has to be known where teams are.</summary>
    private static async Task LadderAsync(Scene scene, Guid team, Member manager, CancellationToken ct) => await Scene.UntilAsync(
        "the manager is known to Dispatch",
        async () => (object)await scene.Gateway.PutAsync<JsonElement>($"/api/v1/teams/{team}/settings", new
        {
            paging = new { managerAccountId = manager.AccountId, reminders = 0, minutes = 1, ladder = s_ladder }, assignment = new { },
        }, ct),
        ct);

    /// <summary>The night's quiet hours, and the number by which a page may break them.</summary>
    private static async Task SleepsAsync(Scene scene, Colleague who, string phone, string zone, CancellationToken ct)
    {
        await scene.Gateway.PutAsync($"/api/v1/engineers/{who.Id}/profile", new { phone, pageChannels = s_pages, languages = s_languages }, ct);
        await scene.Gateway.PutAsync($"/api/v1/notifications/preferences/{who.Member.Email}", new { phone, timeZone = zone, quietFrom = "22:00:00", quietTo = "07:00:00" }, ct);
    }

    /// <summary>On call each night from 22:00 to 08:00 in the zone; an earlier run's rotation moves there.</summary>
    private static async Task OnCallAsync(Scene scene, Guid team, int layer, Colleague who, string zone, CancellationToken ct)
    {
        var path = $"/api/v1/teams/{team}/rotations";
        var rotation = new
        {
            name = $"Night {layer} 夜间 {layer}", kind = "onCall", layer, zone, at = "22:00:00", minutes = 600, rule = "FREQ=DAILY", turnDays = 7, participants = new[] { who.Id },
            startsOn = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-7),
        };
        var known = (await scene.Gateway.GetAsync<ListView<RotationView>>(path, ct)).Items.FirstOrDefault(r => r.Layer == layer);
        if (known is null) await scene.Gateway.PostAsync(path, rotation, Scene.NewId(), ct);
        else if (known.Zone != zone || !known.Participants.SequenceEqual(rotation.participants)) await scene.Gateway.PutAsync($"{path}/{known.Id}", rotation, ct);
    }

    /// <summary>A group's robot and a telephone provider, both on loopback. They are made anew: their addresses are this run's.</summary>
    private static async Task ProvidersAsync(Scene scene, CancellationToken ct)
    {
        const string Path = "/api/v1/notifications/providers";
        object[] wanted =
        [
            new { name = "Night robot 夜班群机器人 (demo)", kind = "wecom", url = scene.Platforms.Robot.AbsoluteUri, language = "zh" },
            new { name = "Telephone provider 电话 (demo)", kind = "voice-twilio", url = scene.Platforms.Telephone.AbsoluteUri, account = "ACdemo", secret = "demo-secret-of-no-use", sender = "+862155550100", language = "zh" },
        ];
        await foreach (var old in scene.Gateway.ListAsync<NamedView>(Path, ct))
            if (old.Name.EndsWith("(demo)", StringComparison.Ordinal)) await scene.Gateway.DeleteAsync($"{Path}/{old.Id}", ct);
        foreach (var provider in wanted) await scene.Gateway.PostAsync(Path, provider, Scene.NewId(), ct);
    }

    private static async Task<OpenedTicketView> ReportAsync(
        Scene scene, string customer, string email, string phone, string contract, string level, string subject, string impact, CancellationToken ct)
    {
        var client = await scene.Cast.ClientAsync(customer, "西南", "值班员", email, phone, "zh-CN", ct);
        await scene.Cast.ContractAsync(client, contract, level, s_none, ct);
        return await scene.OpenAsync(new
        {
            subject, customerId = client.Id, contactId = client.ContactId, category = Category, impact, urgency = impact, channel = "portal",
        }, ct);
    }

    /// <summary>Who is paged in a step of the ladder.</summary>
    private static Task<string> PagedAsync(Scene scene, Guid ticket, int step, CancellationToken ct) => Scene.UntilAsync($"step {step} of the paging", async () =>
        (await scene.Gateway.GetAsync<ListView<PagingView>>($"/api/v1/work/{ticket}/pagings", ct)).Items
            .SelectMany(p => p.Pages).FirstOrDefault(p => p.Step == step)?.PersonName, ct, s_step);

    /// <summary>The ordinary ticket's warning is made, and held until the end of its reader's quiet hours.</summary>
    private static async Task<Colleague> WarningWaitsAsync(Scene scene, OpenedTicketView ticket, IReadOnlyList<Colleague> people, string zone, CancellationToken ct)
    {
        var (reader, held) = await Scene.UntilAsync("a warning that waits", async () =>
        {
            foreach (var person in people)
                if (await HeldAsync(scene, ticket, person, ct) is { } waiting) return Tuple.Create(person, waiting);
            return null;
        }, ct);
        scene.Tell($"P3 {ticket.Number}: the warning for {reader.Name} waits for the digest at {NightDigest.Clock(held.HoldUntil!.Value, zone)}");
        return reader;
    }

    /// <summary>The ticket's warning to somebody while it is held; null when it is not, or not made yet.</summary>
    internal static async Task<WhyView?> HeldAsync(Scene scene, OpenedTicketView ticket, Colleague reader, CancellationToken ct) =>
        (await scene.Gateway.GetAsync<ListView<WhyView>>($"/api/v1/notifications/why?ticketId={ticket.Id}&person={Uri.EscapeDataString(reader.Member.Email)}&template=sla-warned", ct))
            .Items.FirstOrDefault(w => w is { State: "held", HoldUntil: not null });

    private sealed record RotationView(Guid Id, int Layer, string Zone, IReadOnlyList<Guid> Participants);

    private sealed record PagingView(IReadOnlyList<PageView> Pages);

    private sealed record PageView(int Step, string PersonName);

    /// <summary>What became of a message to somebody.</summary>
    internal sealed record WhyView(string Template, string State, DateTimeOffset? HoldUntil);
}
