using System.Text.Json;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Demo;

/// <summary>
/// The command <c>demo</c>: makes the vendor, fills the board at once while the stories play, then plays traffic at a calm pace until it is stopped.
/// </summary>
public static class DemoCommand
{
    private const int FirstReports = 60;
    private const int FirstDeeds = 180;
    private const int Enough = 40;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Runs until cancelled.</summary>
    public static async Task<int> RunAsync(Settings settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var progress = ProgressLine.OnConsole();
        progress.Show(() => $"demo: waiting for {settings.Url}");
        var gateway = await settings.SignInAsync("Demo", ct);
        using var vendor = await new VendorSetup(gateway, VendorBook.Default, settings, progress).PrepareAsync(ct);
        var people = VendorBook.Default;
        progress.Print($"demo: the vendor is there. Sign in as {people.Staff[0].Email} (agent), {people.Staff[3].Email} (dispatcher), "
            + $"{people.Engineers[0].Email} (engineer), {people.Staff[5].Email} (manager); password {DemoState.Load(settings.DemoState).Password}");

        var chance = new Random();
        var tickets = new KnownTickets(vendor.Book);
        using var surveys = settings.Mailbox is { } mailbox ? new SurveyAnswers(mailbox, vendor, chance) : null;
        await using var platforms = await PlatformsAsync(settings, progress, ct);
        var arrivals = new Arrivals(vendor, tickets, chance, TimeProvider.System, await WecomAsync(gateway, settings, platforms, ct));
        var day = new Day(vendor, tickets, arrivals, new Handling(vendor, tickets, arrivals, chance), surveys, chance, progress);
        var stories = new StoryTeller(
            gateway, DemoState.Load(settings.DemoState).Password, settings.DemoState, platforms, settings.Mailbox, line => progress.Print($"demo: {line}")).PlayAsync(StoryTeller.All, ct);
        var told = stories.ContinueWith(played => progress.Print(StoryTeller.Summary(played.Result, settings.Url)), ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        if ((await day.LookAsync(ct)).Items.Count < Enough)
        {
            for (var i = 0; i < FirstReports; i++) await day.ArriveAsync(ct);
            for (var i = 0; i < FirstDeeds; i++) await day.WorkAsync(ct);
        }
        while (true)
        {
            await day.TurnAsync(ct);
            await Task.Delay(Pace * (0.75 + (chance.NextDouble() / 2)), ct);
        }
    }

    /// <summary>The stand-ins for platforms outside; null, and said so, where they cannot listen.</summary>
    private static async Task<LoopbackPlatforms?> PlatformsAsync(Settings settings, ProgressLine progress, CancellationToken ct)
    {
        if (settings.Platforms is not { } address) return null;
        try
        {
            return await LoopbackPlatforms.StartAsync(address, ct);
        }
        catch (IOException e)
        {
            progress.Print($"demo: the stand-ins for outside platforms do not start: {e.Message}");
            return null;
        }
    }

    /// <summary>A line at WeCom of its own, beside the stories'; before these begin, because both keep their channels in one file.</summary>
    private static async Task<WecomLine?> WecomAsync(GatewayClient gateway, Settings settings, LoopbackPlatforms? platforms, CancellationToken ct)
    {
        if (platforms is null) return null;
        using var doors = new DoorBook(gateway, settings.DemoState);
        return await WecomLine.OpenAsync(gateway, doors, platforms, "企业微信 WeCom (day)", TimeProvider.System, ct);
    }

    /// <summary>The turns of a day at the desk. What fails is counted and shown, and the next turn comes.</summary>
    private sealed class Day(
        Vendor vendor, KnownTickets tickets, Arrivals arrivals, Handling handling, SurveyAnswers? surveys, Random chance, ProgressLine progress)
    {
        private BoardView? _board;
        private int _reports;
        private int _deeds;
        private int _failures;
        private int _turns;

        public async Task<BoardView> LookAsync(CancellationToken ct) =>
            _board = await vendor.Gateway.GetAsync<BoardView>("/api/v1/board?open=true&sort=updated&limit=100", ct);

        public Task ArriveAsync(CancellationToken ct) => TryAsync(async () =>
        {
            var line = await arrivals.NextAsync(ct);
            _reports++;
            return line;
        }, ct);

        public Task WorkAsync(CancellationToken ct) => TryAsync(async () =>
        {
            // The board is read for every deed: it shows what everybody did, people at the Desk included.
            var rows = (await LookAsync(ct)).Items.Where(tickets.Owns).ToList();
            if (rows.Count == 0) return null;
            var row = rows[chance.Next(rows.Count)];
            var line = await handling.DoAsync(NextDeed.For(row, TimeProvider.System.GetUtcNow(), chance), row, ct);
            if (line is not null) _deeds++;
            return line;
        }, ct);

        public async Task TurnAsync(CancellationToken ct)
        {
            var open = _board?.Items.Count ?? 0;
            var arrival = open < 45 ? 25 : open < 70 ? 12 : 3;
            if (chance.Next(100) < arrival) await ArriveAsync(ct);
            else await WorkAsync(ct);
            if (surveys is not null && _turns++ % 4 == 0) await TryAsync(() => surveys.NextAsync(ct), ct);
        }

        private async Task TryAsync(Func<Task<string?>> turn, CancellationToken ct)
        {
            try
            {
                if (await turn() is { } line) progress.Show(() => Line(line));
            }
            catch (Exception e) when (e is GatewayException or HttpRequestException or JsonException or IOException
                || e is TaskCanceledException && !ct.IsCancellationRequested)
            {
                _failures++;
                progress.Show(() => Line(e.Message));
                await Task.Delay(Pace, ct);
            }
        }

        private string Line(string what)
        {
            var counts = _board?.Counts;
            var board = counts is null ? "" : $"{counts.Open + counts.Assigned + counts.InProgress + counts.Waiting} open, {counts.Waiting} waiting, {counts.Breached} breached; ";
            return $"demo: {board}{_reports} reports, {_deeds} deeds{(_failures > 0 ? $", {_failures} failed" : "")}: {what}";
        }
    }
}
