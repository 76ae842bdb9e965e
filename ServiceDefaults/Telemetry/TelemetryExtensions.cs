using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceMesh.ServiceDefaults;

internal static class TelemetryExtensions
{
    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Yarp.ReverseProxy", "ServiceMesh.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "Yarp.ReverseProxy", "ServiceMesh.*",
    ];

    /// <summary>
    /// Traces, metrics and logs, exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver. Without one nothing is
    /// recorded, but trace ids still flow, because the ticket's timeline keeps them.
    /// </summary>
    public static void ConfigureOpenTelemetry(this IHostApplicationBuilder builder, string name)
    {
        // By default .NET 10 leaves the span's standard attributes to an instrumentation package that is not needed otherwise.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var exports = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var version = Assembly.GetEntryAssembly()?.GetName().Version?.ToString();
        TraceIds.Keep();
        builder.Services.AddSingleton<IExternalScopeProvider, MaskedScopes>();
        if (!exports)
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, "servicemesh", version))
            .WithTracing(tracing => tracing
                .AddSource(Sources)
                .SetSampler(new QuietSampler(new ParentBasedSampler(new AlwaysOnSampler())))
                .AddProcessor(new SpanRedactor()))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging(logging => logging.AddProcessor(new LogRedactor()), logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
            })
            .UseOtlpExporter();
    }
}
