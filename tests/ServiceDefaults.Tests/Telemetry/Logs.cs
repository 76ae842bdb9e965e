using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.ServiceDefaults.Tests.Telemetry;

public sealed class Logs
{
    [Fact]
    public void Scopes_hold_no_links_secret_and_all_else()
    {
        var scopes = new MaskedScopes();
        using var outer = scopes.Push(new Dictionary<string, object?> { ["RequestPath"] = new PathString("/s/AbC"), ["RequestId"] = "1:2", ["n"] = 7, ["none"] = null });
        using var inner = scopes.Push("GET http://desk/p/AbC?x=/y");
        var seen = new List<object?>();
        scopes.ForEachScope(static (scope, list) => list.Add(scope), seen);
        var pairs = Assert.IsType<IEnumerable<KeyValuePair<string, object?>>>(seen[0], exactMatch: false).ToDictionary();
        Assert.Equal(new() { ["RequestPath"] = "/s/***", ["RequestId"] = "1:2", ["n"] = 7, ["none"] = null }, pairs);
        Assert.Equal("GET http://desk/p/***?x=/y", seen[1]);
    }

    [Fact]
    public void A_scope_without_one_is_handed_on_as_it_is()
    {
        var (scopes, state) = (new MaskedScopes(), new Dictionary<string, object?> { ["RequestPath"] = "/api/v1/tickets/AbC" });
        using var scope = scopes.Push(state);
        var seen = new List<object?>();
        scopes.ForEachScope(static (s, list) => list.Add(s), seen);
        Assert.Same(state, Assert.Single(seen));
    }

    [Fact]
    public async Task Every_logger_of_a_service_gets_masked_scopes()
    {
        await using var service = new ServiceCollection().AddLogging().AddSingleton<IExternalScopeProvider, MaskedScopes>().AddSingleton<ILoggerProvider, Keeping>().BuildServiceProvider();
        var log = service.GetRequiredService<ILoggerFactory>().CreateLogger("x");
        using var scope = log.BeginScope(new Dictionary<string, object?> { ["RequestPath"] = "/u/AbC" });
        log.Log(LogLevel.Warning, default, "late", null, static (text, _) => text);
        Assert.Equal(["/u/***"], Assert.IsType<Keeping>(service.GetRequiredService<ILoggerProvider>()).Paths);
    }

    private sealed class Keeping : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider? _scopes;

        public List<object?> Paths { get; } = [];

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _scopes!.ForEachScope((scope, paths) => paths.AddRange(((IEnumerable<KeyValuePair<string, object?>>)scope!).Select(p => p.Value)), Paths);

        public void Dispose()
        {
        }
    }
}
