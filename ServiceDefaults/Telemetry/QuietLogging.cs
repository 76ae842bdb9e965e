using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace ServiceMesh.ServiceDefaults;

internal static class QuietLogging
{
    /// <summary>
    /// Levels of the libraries beneath, as the weakest of all settings: an appsettings.json or <c>Logging__LogLevel__...</c> wins.
    /// Line by line they would show addresses, which can hold link tokens, and cost more than the work; and a refused statement is
    /// logged where it is handled, once.
    /// </summary>
    public static void AddQuietLogging(this IHostApplicationBuilder builder) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData =
            [
                new("Logging:LogLevel:Default", "Information"),
                new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
                new("Logging:LogLevel:Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", "None"),
                new("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Warning"),
                new("Logging:LogLevel:Microsoft.EntityFrameworkCore.Update", "None"),
                new("Logging:LogLevel:Microsoft.EntityFrameworkCore.Query", "None"),
                new("Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "None"),
                new("Logging:LogLevel:System.Net.Http.HttpClient", "Warning"),
                new("Logging:LogLevel:Npgsql", "Warning"),
                new("Logging:LogLevel:Npgsql.Command", "None"),
                new("Logging:LogLevel:MassTransit", "Warning"),
                new("Logging:LogLevel:Polly", "Warning"),
                new("Logging:LogLevel:ServiceMesh.ServiceDefaults.GatewayIdentityHandler", "Warning"),
            ],
        });
}
