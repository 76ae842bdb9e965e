using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace ServiceMesh.Messaging;

/// <summary>
/// The sockets and the log of one bus. A bus whose start failed half-way takes itself for stopped, connects again behind everybody's back and
/// holds a prefetch of messages that nobody handles. Without its sockets the broker hands them to the next consumer at once.
/// </summary>
internal sealed class BusConnections
{
    private readonly Lock _gate = new();
    private readonly List<ITcpClient> _sockets = [];
    private bool _cut;

    /// <summary>Called by MassTransit before each connection.</summary>
    public Task FollowAsync(ConnectionFactory factory)
    {
        factory.SocketFactory = family =>
        {
            lock (_gate)
            {
                if (_cut) throw new InvalidOperationException("This bus was abandoned.");
                _sockets.RemoveAll(s => !s.Connected);
                var socket = ConnectionFactoryBase.DefaultSocketFactory(family);
                _sockets.Add(socket);
                return socket;
            }
        };
        return Task.CompletedTask;
    }

    /// <summary>Closes what is open, and lets nothing be opened and nothing be logged any more.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            foreach (var socket in _sockets) socket.Dispose();
            _sockets.Clear();
        }
    }

    /// <summary>An abandoned bus would tell for ever that it cannot connect.</summary>
    public ILoggerFactory Silenceable(ILoggerFactory loggers) => new Loggers(loggers, this);

    private sealed class Loggers(ILoggerFactory loggers, BusConnections owner) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new Log(loggers.CreateLogger(categoryName), owner);

        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        public void Dispose()
        {
        }
    }

    private sealed class Log(ILogger log, BusConnections owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !Volatile.Read(ref owner._cut) && log.IsEnabled(logLevel);

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
