using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Takes the secrets of links out of what a formatter of the console has written, at every level and in every format.</summary>
internal sealed class MaskedFormatter(ConsoleFormatter inner) : ConsoleFormatter(inner.Name), IDisposable
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var line = new StringWriter();
        inner.Write(logEntry, scopeProvider, line);
        textWriter.Write(LinkMask.Of(line.ToString()));
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();
}

/// <summary>Registration.</summary>
internal static class MaskedConsole
{
    /// <summary>Puts the mask around every formatter of the console that there is: whichever the configuration names writes through it.</summary>
    public static void AddMaskedConsole(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { ServiceType: var type, IsKeyedService: false, ImplementationType: { } formatter } && type == typeof(ConsoleFormatter))
                services[i] = ServiceDescriptor.Singleton<ConsoleFormatter>(provider => new MaskedFormatter((ConsoleFormatter)ActivatorUtilities.CreateInstance(provider, formatter)));
        }
    }
}
