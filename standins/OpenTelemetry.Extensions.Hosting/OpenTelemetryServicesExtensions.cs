using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the OpenTelemetry SDK and starts it with the host.</summary>
public static class OpenTelemetryServicesExtensions
{
    /// <summary>Registers the OpenTelemetry SDK; calling it again adds to the same providers.</summary>
    public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // First in line, so that the start of every other hosted service is seen already.
        if (!services.Any(d => d.ServiceType == typeof(IHostedService) && d.ImplementationType == typeof(TelemetryStart)))
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryStart>());
        return new OpenTelemetryBuilder(services);
    }
}
