using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Traffic.Replay;

/// <summary>The command <c>replay FILE [--mapping FILE] [--parallel N]</c>.</summary>
public static class ReplayCommand
{
    private const int ShownErrors = 10;

    /// <summary>Plays the file and compares. 0 when every figure is as the log says and nothing failed, else 1.</summary>
    public static async Task<int> RunAsync(Arguments arguments, Settings settings, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(settings);
        var path = arguments.Positional(1) ?? throw new UsageException("replay needs a file: traffic replay LOG.csv [--mapping MAPPING.json] [--parallel N]");
        var parallel = arguments.Number("parallel", 24, 1, 256);
        var (mapping, plan, name) = await ReadAsync(path, arguments.Option("mapping"), ct);
        var progress = ProgressLine.OnConsole();
        var asked = plan.Expected;
        progress.Print($"replay: {Path.GetFileName(path)} ({mapping.Name}): {plan.Rows} rows, {asked.Tickets} tickets, {asked.Reassignments} re-assignments, "
            + $"{asked.Waits} waits, {asked.Reopenings} reopenings, {asked.Closings} closings");

        using var gateway = await settings.SignInAsync("Replay", ct);
        var replayer = new Replayer(gateway, plan, mapping, name, parallel, progress);
        await replayer.PrepareAsync(ct);
        var requests = gateway.Requests;
        var played = await replayer.PlayAsync(ct);
        requests = gateway.Requests - requests;
        var counted = await new TimelineAudit(gateway, progress).CountAsync(played, ct);

        var errors = played.Select(p => p.Error).OfType<string>().ToList();
        progress.Print(Report(plan, counted, replayer, requests, gateway.Repeats, errors));
        return errors.Count == 0 && counted == new Findings(plan.Expected, plan.Expected.Waits) ? 0 : 1;
    }

    private static async Task<(LogMapping Mapping, ReplayPlan Plan, string Name)> ReadAsync(string path, string? mappingPath, CancellationToken ct)
    {
        mappingPath ??= Path.Combine(AppContext.BaseDirectory, "mappings", "servicenow.json");
        try
        {
            var mapping = LogMapping.Read(await File.ReadAllTextAsync(mappingPath, ct));
            var log = await File.ReadAllBytesAsync(path, ct);
            using var text = new StreamReader(new MemoryStream(log), Encoding.UTF8);
            return (mapping, Planner.Make(CsvReader.Read(text), mapping), Convert.ToHexStringLower(SHA256.HashData(log))[..12]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException(e.Message);
        }
    }

    private static string Report(ReplayPlan plan, Findings findings, Replayer replayer, long requests, long repeats, List<string> errors)
    {
        var counted = findings.Figures;
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"{"",-16}{"expected",10}{"counted",10}");
        foreach (var (figure, expected, found) in new[]
        {
            ("tickets", plan.Expected.Tickets, counted.Tickets),
            ("re-assignments", plan.Expected.Reassignments, counted.Reassignments),
            ("waits", plan.Expected.Waits, counted.Waits),
            ("clocks stopped", plan.Expected.Waits, findings.StoppedClocks),
            ("reopenings", plan.Expected.Reopenings, counted.Reopenings),
            ("closings", plan.Expected.Closings, counted.Closings),
        })
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"{figure,-16}{expected,10}{found,10}{(expected == found ? "" : "  <- differs")}");
        }
        var seconds = replayer.Elapsed.TotalSeconds;
        report.AppendLine(CultureInfo.InvariantCulture,
            $"{replayer.Rows} updates in {seconds:0.0} s: {replayer.Rows / seconds:0} updates/s, {replayer.Steps + plan.Tickets.Count} changes, {requests} requests, {repeats} repeated, {errors.Count} errors");
        foreach (var error in errors.Take(ShownErrors)) report.AppendLine(CultureInfo.InvariantCulture, $"  {error}");
        if (errors.Count > ShownErrors) report.AppendLine(CultureInfo.InvariantCulture, $"  and {errors.Count - ShownErrors} more");
        return report.ToString().TrimEnd();
    }
}
