using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Event = ServiceMesh.Contracts.Event;

namespace ServiceMesh.Messaging;

/// <summary>
/// Brings the outbox to the broker: claims a batch, publishes it concurrently with confirms and a time-out of its own, and deletes
/// what was confirmed in one commit. A crash in between publishes again with the same message id, which the inboxes recognise.
/// </summary>
internal sealed partial class Relay(
    WorkServices services,
    BusFactory factory,
    Broker broker,
    MessagingMetrics metrics,
    ILoggerFactory loggers,
    ILogger<Relay> logger) : BackgroundService
{
    private static readonly TimeSpan s_strays = TimeSpan.FromSeconds(1);
    private const int TimeoutsBeforeRebuild = 3;

    private const string Claim = """
        SELECT id, message_type, body, trace, destination, last_error, attempts FROM messaging.outbox
        WHERE next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp()
        ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    private const string PutOff = """
        UPDATE messaging.outbox SET attempts = attempts + 1, last_error = $2,
            next_attempt_at = clock_timestamp() + make_interval(secs => least(3600, power(2, attempts)))
        WHERE id = ANY($1)
        """;

    private readonly BusHost _bus = new("publish", factory.Publishing, metrics, loggers.CreateLogger<BusHost>());
    private int _timeouts;

    public bool Healthy => _bus.Healthy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _bus.StartAsync(stoppingToken);
        await AwaitSubscribersAsync(stoppingToken);
        for (var outages = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                var (claimed, sent) = await RelayBatchAsync(stoppingToken);
                if (claimed > 0 && sent == 0) await DatabaseFaults.WaitAsync(outages++, stoppingToken);
                else outages = 0;
                if (_timeouts >= TimeoutsBeforeRebuild)
                {
                    _timeouts = 0;
                    await _bus.RebuildAsync("confirms do not arrive in time", stoppingToken);
                }
                if (claimed < services.Options.RelayBatch) await services.Signals.WaitForOutboxAsync(s_strays, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (outages == 0) LogTrouble(failure);
                await DatabaseFaults.WaitAsync(outages++, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _bus.DisposeAsync();
    }

    private async Task AwaitSubscribersAsync(CancellationToken ct)
    {
        foreach (var subscriber in services.Options.AwaitSubscribers ?? BrokerTopology.Subscribers)
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    if (await broker.IsBoundAsync(subscriber, ct)) break;
                    if (attempt % 40 == 20) LogAwaiting(subscriber);
                }
                catch (Exception) when (!ct.IsCancellationRequested)
                {
                    // The broker is away; the bus has said so.
                }
                await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
            }
        }
    }

    private async Task<(int Claimed, int Sent)> RelayBatchAsync(CancellationToken ct)
    {
        await using var connection = await services.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await ClaimAsync(connection, transaction, ct);
        if (rows.Count == 0) return (0, 0);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(services.Options.PublishTimeoutSeconds));
        var outcomes = await Task.WhenAll(rows.Select(row => SendAsync(row, timeout.Token)));
        _timeouts = outcomes.Any(o => o == Outcome.TimedOut) ? _timeouts + 1 : 0;

        var sent = rows.Where((_, i) => outcomes[i] == Outcome.Sent).Select(r => r.Id).ToArray();
        // While the broker is away nothing is put off: it is not the messages' fault, and they go as soon as it is back.
        var unsendable = rows.Where((_, i) => outcomes[i] == Outcome.Unsendable || outcomes[i] == Outcome.Refused && sent.Length > 0).Select(r => r.Id).ToArray();
        await ExecuteAsync("DELETE FROM messaging.outbox WHERE id = ANY($1)", sent, null, connection, transaction, ct);
        await ExecuteAsync(PutOff, unsendable, "see the log", connection, transaction, ct);
        await transaction.CommitAsync(ct);
        metrics.Published(sent.Length);
        return (rows.Count, sent.Length);
    }

    private async Task<List<Row>> ClaimAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Claim, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = services.Options.RelayBatch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new Row(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), Text(reader, 4), Text(reader, 5), reader.GetInt32(6)));
        }
        return rows;

        static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private async Task<Outcome> SendAsync(Row row, CancellationToken ct)
    {
        if (_bus.Current is not { } bus) return Outcome.Refused;
        Event message;
        try
        {
            message = EventJson.Read(row.Type, row.Body);
        }
        catch (JsonException failure)
        {
            metrics.Unsent();
            LogUnsendable(failure, row.Type, row.Id, row.Attempts + 1);
            return Outcome.Unsendable;
        }

        ActivityContext.TryParse(row.Trace, null, isRemote: true, out var cause);
        var before = Activity.Current;
        Activity.Current = null;
        using var activity = MessagingMetrics.Source.StartActivity($"relay {row.Type}", ActivityKind.Internal, cause);
        activity?.SetTag("tenant.id", message.Tenant);
        activity?.SetTag("ticket.id", message.TicketId);
        try
        {
            // The client may hang on a confirm for ever after a broker restart: never wait without a limit.
            await PublishAsync(bus, row, message, ct).WaitAsync(ct);
            return Outcome.Sent;
        }
        catch (OperationCanceledException)
        {
            metrics.Unsent();
            return Outcome.TimedOut;
        }
        catch (Exception failure)
        {
            metrics.Unsent();
            LogRefused(row.Type, row.Id, failure.GetType().Name, failure.Message);
            return Outcome.Refused;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    private static async Task PublishAsync(IBusControl bus, Row row, Event message, CancellationToken ct)
    {
        if (row.Destination is null)
        {
            await bus.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(c => c.MessageId = row.Id), ct);
            return;
        }
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{row.Destination}"));
        await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(c =>
        {
            c.MessageId = row.Id;
            c.Headers.Set(MessageHeaders.Reason, "fault");
            c.Headers.Set(MessageHeaders.FaultMessage, row.LastError ?? "");
        }), ct);
    }

    private static async Task ExecuteAsync(string sql, Guid[] ids, string? reason, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (ids.Length == 0) return;
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.Add(new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        if (reason is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox cannot be relayed; trying again")]
    private partial void LogTrouble(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events wait in the outbox until {Subscriber} has declared its queue")]
    private partial void LogAwaiting(string subscriber);

    [LoggerMessage(Level = LogLevel.Error, Message = "{EventType} {MessageId} cannot be sent (try {Attempt}); the others go on")]
    private partial void LogUnsendable(Exception failure, string eventType, Guid messageId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{EventType} {MessageId} was not confirmed: {Reason} {Detail}")]
    private partial void LogRefused(string eventType, Guid messageId, string reason, string detail);

    private sealed record Row(Guid Id, string Type, string Body, string? Trace, string? Destination, string? LastError, int Attempts);

    private enum Outcome
    {
        Sent,
        Refused,
        TimedOut,
        Unsendable,
    }
}
