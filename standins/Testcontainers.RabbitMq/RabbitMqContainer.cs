using System.Collections.Concurrent;
using System.Globalization;
using DotNet.Testcontainers.Containers;
using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;

namespace Testcontainers.RabbitMq;

/// <summary>A private RabbitMQ in a temporary directory, which is deleted when this process ends.</summary>
public sealed class RabbitMqContainer : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<string> _log = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("servicemesh-broker-").FullName;
    private readonly BrokerOwner _owner;
    private RabbitMqServer? _server;
    private ChildProcess? _process;

    internal RabbitMqContainer(BrokerOwner owner)
    {
        _owner = owner with { Port = owner.Port ?? Ports.Free() };
        ChildProcess.DeleteAtEnd(_directory);
    }

    /// <summary>The AMQP address, with user and password.</summary>
    public string GetConnectionString() => new UriBuilder("amqp", "127.0.0.1", _owner.Port!.Value)
    {
        UserName = Uri.EscapeDataString(_owner.User), Password = Uri.EscapeDataString(_owner.Password),
    }.ToString();

    /// <summary>The port on this machine.</summary>
    public ushort GetMappedPublicPort(int containerPort) =>
        containerPort == RabbitMqBuilder.RabbitMqPort
            ? (ushort)_owner.Port!.Value
            : throw new InvalidOperationException($"Port {containerPort.ToString(CultureInfo.InvariantCulture)} is not mapped.");

    /// <summary>Starts it, or starts it again with what it had stored, and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        if (_process is { Exited.IsCompleted: false }) return;
        // The directory above is the current user's; the server's own lies in it and belongs to the account it runs as.
        File.SetUnixFileMode(_directory, File.GetUnixFileMode(_directory) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _server ??= RabbitMqServer.Prepare(Path.Combine(_directory, "server"), _owner);
        _process = ChildProcess.Start(_server.Command, _log.Enqueue);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_startLimit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await _server.IsReadyAsync(limit.Token))
        {
            if (_process.Exited.IsCompleted)
                throw new InvalidOperationException($"RabbitMQ ended with {await _process.Exited}:\n{string.Join('\n', _log)}");
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Stops it in order; what it has stored remains for the next start.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (_process is not null) await _process.StopAsync(TimeSpan.FromSeconds(30)).WaitAsync(ct);
    }

    /// <summary>Runs one of RabbitMQ's own tools on it, such as <c>rabbitmqctl</c>.</summary>
    public async Task<ExecResult> ExecAsync(IList<string> command, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (_server is null) throw new InvalidOperationException("It has not been started.");
        var output = new ConcurrentQueue<string>();
        await using var tool = ChildProcess.Start(_server.Tool(command[0], [.. command.Skip(1)]), output.Enqueue);
        var exitCode = await tool.Exited.WaitAsync(ct);
        return new ExecResult(string.Join('\n', output), "", exitCode);
    }

    /// <summary>Stops it for good.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
