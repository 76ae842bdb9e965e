namespace Aspire.Hosting.Running;

/// <summary>
/// Takes commands to the running application from files: <c>NAME.command</c> with one line (<c>restart sla</c>) is carried
/// out, and its outcome (<c>ok</c> or <c>error: ...</c>) stands in <c>NAME.result</c>. Who may write there may command.
/// </summary>
internal sealed class CommandFolder : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly string _directory;
    private readonly Func<string, Task<string>> _execute;
    private readonly Task _loop;

    public CommandFolder(string directory, Func<string, Task<string>> execute)
    {
        _directory = directory;
        _execute = execute;
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _loop = LoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _loop;
        _ending.Dispose();
    }

    private async Task LoopAsync()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var running = new List<Task>();
        try
        {
            while (await poll.WaitForNextTickAsync(_ending.Token))
            {
                foreach (var file in Directory.GetFiles(_directory, "*.command"))
                {
                    var command = await File.ReadAllTextAsync(file, _ending.Token);
                    File.Delete(file);
                    running.Add(AnswerAsync(command, Path.ChangeExtension(file, ".result")));
                }
                running.RemoveAll(t => t.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task AnswerAsync(string command, string file)
    {
        string outcome;
        try
        {
            outcome = await _execute(command);
        }
        catch (OperationCanceledException)
        {
            outcome = "error: the application is stopping";
        }
        await File.WriteAllTextAsync(file + ".new", outcome + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
