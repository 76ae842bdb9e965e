using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Takes the secrets of links out of a log line before it leaves: the framework's own lines, when somebody turns them on, show addresses.</summary>
internal sealed class LogRedactor : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.FormattedMessage is { } message)
            data.FormattedMessage = LinkMask.Of(message);
        if (data.Attributes is { } attributes && Masked.Pairs(attributes) is { } masked)
            data.Attributes = masked;
    }
}

/// <summary>
/// Takes the secrets of links out of the scopes of log lines: the framework puts every request's path into one (<c>RequestPath</c>). For all
/// loggers of the process, as it stands between them and the scopes.
/// </summary>
internal sealed class MaskedScopes : IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public IDisposable Push(object? state) => _scopes.Push(state);

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) =>
        _scopes.ForEachScope(static (scope, s) => s.callback(Mask(scope), s.state), (callback, state));

    private static object? Mask(object? scope) => scope is IEnumerable<KeyValuePair<string, object?>> pairs
        ? Masked.Pairs(pairs) is { } masked ? new MaskedScope(masked, LinkMask.Of(scope.ToString() ?? "")) : scope
        : LinkMask.Of(scope);

    private sealed class MaskedScope(IEnumerable<KeyValuePair<string, object?>> pairs, string text) : List<KeyValuePair<string, object?>>(pairs)
    {
        public override string ToString() => text;
    }
}

internal static class Masked
{
    /// <summary>The pairs with the secrets of links taken out; null when they hold none.</summary>
    public static List<KeyValuePair<string, object?>>? Pairs(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        List<KeyValuePair<string, object?>>? masked = null;
        var at = 0;
        foreach (var (key, value) in pairs)
        {
            if (LinkMask.Of(value) is var shown && !ReferenceEquals(shown, value) && shown is string)
            {
                masked ??= [.. pairs];
                masked[at] = new(key, shown);
            }

            at++;
        }

        return masked;
    }
}
