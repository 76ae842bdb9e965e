using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Event = ServiceMesh.Contracts.Event;

namespace ServiceMesh.Messaging;

/// <summary>Configures MassTransit: one bus that publishes and one that consumes, so that a blocked publisher never stops the acknowledgements.</summary>
internal sealed class BusFactory(Broker broker, MessagingOptions options, HandlerTable handlers, IEventDelivery delivery, ILoggerFactory loggers)
{
    public IBusControl Publishing(BusConnections connections) => Create("publish", connections, _ => { });

    public IBusControl Consuming(BusConnections connections) => Create("consume", connections, cfg => cfg.ReceiveEndpoint(options.Service, e =>
    {
        foreach (var (argument, value) in BrokerTopology.QueueArguments(options.Service)) e.SetQueueArgument(argument, value);
        e.Durable = true;
        e.PrefetchCount = options.Prefetch;
        e.ConcurrentMessageLimit = handlers.Batched ? options.Prefetch : options.Concurrency;
        foreach (var type in handlers.EventTypes)
            ((Action<IReceiveEndpointConfigurator>)Delegate.CreateDelegate(
                typeof(Action<IReceiveEndpointConfigurator>), this,
                typeof(BusFactory).GetMethod(nameof(Subscribe), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(type)))(e);
    }));

    private IBusControl Create(string purpose, BusConnections connections, Action<IRabbitMqBusFactoryConfigurator> configure)
    {
        LogContext.ConfigureCurrentLogContext(connections.Silenceable(loggers));
        return MassTransit.Bus.Factory.CreateUsingRabbitMq(cfg =>
        {
            cfg.Host(broker.Address, h =>
            {
                h.PublisherConfirmation = true;
                h.ConnectionName($"{options.Service} {purpose}");
                h.OnRefreshConnectionFactory = connections.FollowAsync;
                h.Heartbeat(TimeSpan.FromSeconds(10));
                h.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
            });
            cfg.ConfigureJsonSerializerOptions(json =>
            {
                json.DefaultIgnoreCondition = EventJson.Options.DefaultIgnoreCondition;
                return json;
            });
            // Nobody consumes the base: without its exchange a publisher binds nothing at the broker, and no message is routed twice.
            cfg.Publish<Event>(topology => topology.Exclude = true);
            configure(cfg);
        });
    }

    private void Subscribe<TEvent>(IReceiveEndpointConfigurator e) where TEvent : Event =>
        e.Handler<TEvent>(context =>
        {
            var message = context.Message;
            Activity.Current?.SetTag("tenant.id", message.Tenant);
            if (message.TicketId is { } ticket) Activity.Current?.SetTag("ticket.id", ticket);
            return delivery.DeliverAsync(message, context.MessageId!.Value, context.CancellationToken);
        });
}
