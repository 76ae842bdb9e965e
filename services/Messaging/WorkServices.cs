using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>What every work needs, gathered once.</summary>
internal sealed record WorkServices(
    NpgsqlDataSource DataSource,
    IServiceScopeFactory Scopes,
    DatabaseClock Clock,
    Signals Signals,
    TimerIndex Timers,
    LiveFeed Live,
    MessagingOptions Options)
{
    public string Publisher => Options.Service;
}
