using System.Globalization;

namespace ServiceMesh.AppHost.Commands;

/// <summary>
/// Commands about an application that runs already (or does not): <c>--status</c>, <c>--ready</c>, <c>--data</c>,
/// <c>--start NAME</c>, <c>--stop NAME</c>, <c>--restart NAME</c>. They talk to it through its data directory.
/// </summary>
internal static class RunningApplication
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static bool Handles(string[] args) => args is ["--status" or "--ready" or "--data"] or ["--start" or "--stop" or "--restart", _];

    public static async Task<int> ExecuteAsync(string[] args)
    {
        var data = DataDirectory.Locate(Checkout());
        if (args[0] == "--data")
        {
            Console.WriteLine(data);
            return 0;
        }
        if (ApplicationState.Read(data) is not { } state || !state.IsRunning())
        {
            await Console.Error.WriteLineAsync("ServiceMesh is not running.");
            return 3;
        }
        switch (args[0])
        {
            case "--ready":
                return state.Ready ? 0 : 1;
            case "--status":
                await StatusTable.WriteAsync(state, Console.Out);
                return 0;
            default:
                return await SendAsync(data, state, $"{args[0][2..]} {args[1]}");
        }
    }

    private static async Task<int> SendAsync(string data, ApplicationState state, string command)
    {
        var file = Path.Combine(data, "commands", Guid.CreateVersion7().ToString("N"));
        await File.WriteAllTextAsync(file + ".new", command + "\n");
        File.Move(file + ".new", file + ".command");
        using var limit = new CancellationTokenSource(s_patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!File.Exists(file + ".result"))
            {
                if (!state.IsRunning())
                {
                    await Console.Error.WriteLineAsync("ServiceMesh has ended meanwhile.");
                    return 3;
                }
                await poll.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"No answer within {s_patience.TotalSeconds:0} s."));
            return 1;
        }
        var result = (await File.ReadAllTextAsync(file + ".result", CancellationToken.None)).Trim();
        File.Delete(file + ".result");
        Console.WriteLine(result);
        return result == "ok" ? 0 : 1;
    }

    /// <summary>The checkout that this program was built in.</summary>
    private static string Checkout()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "ServiceMesh.sln")))
                return directory.FullName;
        return Directory.GetCurrentDirectory();
    }
}
