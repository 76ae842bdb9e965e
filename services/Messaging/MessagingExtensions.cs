using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>Adds a service's database, its messaging and its timers.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds everything for a service named <paramref name="service"/>: its data source and EF context (connection string of that
    /// name), migrations at start, inbox, outbox, relay, timers, its queue (of that name) and the health checks.
    /// </summary>
    /// <exception cref="InvalidOperationException">A connection string is missing.</exception>
    public static IHostApplicationBuilder AddMessaging<TDb>(this IHostApplicationBuilder builder, string service, Action<MessagingBuilder>? configure = null)
        where TDb : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var messaging = new MessagingBuilder(services);
        configure?.Invoke(messaging);
        var handlers = messaging.Build();

        // Each statement as a log line is noise that costs; a failing one reaches its caller as an exception.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning).AddFilter("Npgsql.Transaction", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        services.AddOptions<MessagingOptions>().BindConfiguration("Messaging").Configure(o => o.Service = service)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<MessagingOptions>>().Value);
        services.AddDatabase<TDb>(builder.Configuration, service);

        services.AddSingleton(handlers);
        services.AddSingleton<MessagingMetrics>();
        services.AddSingleton<Signals>();
        services.AddSingleton<TimerIndex>();
        services.AddSingleton<TimerFiring>();
        services.AddSingleton<WorkServices>();
        services.AddSingleton<IWorkFactory, WorkFactory>();
        services.AddSingleton<IIdempotentWork, IdempotentWork>();
        services.AddSingleton<IStartupFilter, BufferKeyedRequests>();
        services.AddSingleton<EventDelivery>().AddSingleton<EarlyMessages>().AddSingleton<OldMessages>();
        services.AddSingleton(sp => new LiveFeed(builder.Configuration.GetConnectionString("redis"), sp.GetRequiredService<ILogger<LiveFeed>>()));

        // The order of starting: first the schema, before whatever was added until here, then everything that reads it.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SchemaMigrator<TDb>>());
        services.AddHostedService(sp => sp.GetRequiredService<DatabaseClock>());
        services.AddHostedService(sp => sp.GetRequiredService<LiveFeed>());
        services.AddHostedService<Housekeeping>();
        services.AddHostedService<TimerEngine>();
        if (handlers.Batched)
        {
            services.AddSingleton<BatchDelivery>();
            services.AddSingleton<IEventDelivery>(sp => sp.GetRequiredService<BatchDelivery>());
            services.AddHostedService(sp => sp.GetRequiredService<BatchDelivery>());
        }
        else
        {
            services.AddSingleton<IEventDelivery>(sp => sp.GetRequiredService<EventDelivery>());
        }
        if (builder.Configuration["Messaging:Transport"] != "none") services.AddBus(builder.Configuration, service, handlers);
        return builder;
    }

    private static void AddDatabase<TDb>(this IServiceCollection services, IConfiguration configuration, string name) where TDb : DbContext
    {
        var settings = new NpgsqlConnectionStringBuilder(Required(configuration, name)) { NoResetOnClose = true, Enlist = false };
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        settings.ApplicationName ??= name;
        // Requests of milliseconds: compiling a plan that PostgreSQL believes to be dear takes longer than running it.
        if (string.IsNullOrEmpty(settings.Options)) settings.Options = "-c jit=off";
        services.AddSingleton(sp => new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(sp.GetRequiredService<ILoggerFactory>()).Build());
        services.AddDbContext<TDb>((sp, options) => options.UseNpgsql(sp.GetRequiredService<NpgsqlDataSource>())
            // A migration that builds indexes beside the running service may be cut short: SchemaMigrator sees to what that leaves.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning)));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DatabaseClock>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
    }

    private static void AddBus(this IServiceCollection services, IConfiguration configuration, string service, HandlerTable handlers)
    {
        var broker = new Uri(Required(configuration, "messaging"));
        services.AddSingleton(_ => new Broker(broker, service));
        services.AddSingleton<BusFactory>();
        services.AddSingleton<Relay>();
        services.AddHostedService(sp => sp.GetRequiredService<Relay>());
        services.AddSingleton<ConsumerService>();
        if (handlers.EventTypes.Count > 0) services.AddHostedService(sp => sp.GetRequiredService<ConsumerService>());
        services.AddHealthChecks().AddCheck<BusHealth>("bus");
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"The connection string '{name}' is missing: set ConnectionStrings__{name}.");
}
