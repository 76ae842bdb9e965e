using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_keys_of_forms : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("desk-keys");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task Are_made_at_the_first_start_in_a_private_directory_and_without_a_warning()
    {
        var directory = Path.Combine(_parent.FullName, "keys");
        Assert.Empty(await StartAsync(directory));
        Assert.Single(Directory.GetFiles(directory));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Fact]
    public async Task Are_warned_of_where_others_can_read_them()
    {
        var directory = Directory.CreateDirectory(Path.Combine(_parent.FullName, "open"));
        if (!OperatingSystem.IsWindows())
            directory.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Assert.Contains(await StartAsync(directory.FullName), w => w.Contains("XML encryptor", StringComparison.Ordinal));
    }

    /// <summary>What a start warns of.</summary>
    private static async Task<IReadOnlyCollection<string>> StartAsync(string keys)
    {
        using var warnings = new Warnings();
        await using var desk = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("DataProtection:Keys", keys)
            .ConfigureLogging(logging => logging.AddProvider(warnings)));
        using var client = desk.CreateClient();
        using var answer = await client.GetAsync("/alive", TestContext.Current.CancellationToken);
        return [.. warnings.Lines];
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
