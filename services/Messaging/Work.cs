using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// One transaction (read committed) on the service's database: state, outgoing events, timers and the inbox row commit together
/// or not at all. Disposing without <see cref="CommitAsync"/> rolls back.
/// </summary>
public sealed class Work : IAsyncDisposable
{
    private readonly WorkServices _services;
    private readonly AsyncServiceScope _scope;
    private readonly List<(Event Event, string? Trace)> _events = [];
    private readonly Dictionary<(string Kind, string Key), (TimerRequest? Request, string? Trace)> _timers = [];
    private readonly List<DeadLetter> _deadLetters = [];
    private readonly HashSet<(string Tenant, Guid Ticket)> _touched = [];
    private readonly List<Action> _afterCommit = [];
    private DbContext? _db;
    private bool _disposed;

    private Work(WorkServices services, AsyncServiceScope scope, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _services = services;
        _scope = scope;
        Connection = connection;
        Transaction = transaction;
        Now = services.Clock.Now;
    }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>The database's clock when this work began, or found the timers due that it fires (UTC, whole microseconds).</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>Services scoped to this work.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    internal static async Task<Work> BeginAsync(WorkServices services, CancellationToken ct)
    {
        var scope = services.Scopes.CreateAsyncScope();
        NpgsqlConnection? connection = null;
        try
        {
            connection = await services.DataSource.OpenConnectionAsync(ct);
            return new Work(services, scope, connection, await connection.BeginTransactionAsync(ct));
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            await scope.DisposeAsync();
            throw;
        }
    }

    /// <summary>The service's EF context on this transaction; saved by <see cref="CommitAsync"/>.</summary>
    public TDb Db<TDb>() where TDb : DbContext
    {
        if (_db is null)
        {
            var db = Services.GetRequiredService<TDb>();
            db.Database.SetDbConnection(Connection);
            db.Database.AutoSavepointsEnabled = false;
            db.Database.UseTransaction(Transaction);
            _db = db;
        }
        return (TDb)_db;
    }

    /// <summary>Adds an event to this commit. Its stream position and trace are stamped when the work commits.</summary>
    public void Publish(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        // The trace is taken here: at the commit, or in the relay, another activity may be current.
        _events.Add((e, Activity.Current?.Id));
        if (e.TicketId is { } ticket) Touched(e.Tenant, ticket);
    }

    /// <summary>Arms a timer, or re-arms it when kind and key exist.</summary>
    public void Arm(TimerRequest t)
    {
        ArgumentNullException.ThrowIfNull(t);
        _timers[(t.Kind, t.Key)] = (t, Activity.Current?.Id);
    }

    /// <summary>Cancels a timer; nothing happens when there is none.</summary>
    public void Cancel(string kind, string key) => _timers[(kind, key)] = default;

    /// <summary>Tells open screens after the commit that a ticket changed. Events with a ticket do this by themselves.</summary>
    public void Touched(string tenant, Guid ticketId) => _touched.Add((tenant, ticketId));

    /// <summary>Does this once the commit is made, and never when the work is undone. It must not throw and not take long.</summary>
    public void AfterCommit(Action then) => _afterCommit.Add(then);

    /// <summary>Saves the EF context, writes events and timers and commits; then wakes relay, timers and open screens.</summary>
    public Task CommitAsync(CancellationToken ct) => CommitFiringAsync([], ct);

    /// <summary>The same with the deletion of the timers that this work fired; returns the database's clock at that.</summary>
    /// <exception cref="SupersededException">Some of them are gone: nothing is committed.</exception>
    internal async Task<DateTimeOffset> CommitFiringAsync(List<FiredTimer> fired, CancellationToken ct)
    {
        if (_db is not null) await _db.SaveChangesAsync(ct);
        // Always streams before timers: two works that touch the same of both wait for each other at most one way.
        await OutboxWriter.WriteAsync(this, _services.Publisher, _events, _deadLetters, ct);
        var at = fired.Count > 0 ? await TimerTable.DeleteAsync(this, fired, ct) : Now;
        await TimerWriter.WriteAsync(this, _timers, ct);
        await Transaction.CommitAsync(ct);

        foreach (var then in _afterCommit) then();
        if (_events.Count + _deadLetters.Count > 0) _services.Signals.OutboxFilled();
        foreach (var (request, _) in _timers.Values)
        {
            if (request is not null) _services.Timers.Armed(request.Key, request.DueAt);
        }
        foreach (var (tenant, ticket) in _touched) _services.Live.Changed(tenant, ticket);
        return at;
    }

    internal void Bury(DeadLetter letter) => _deadLetters.Add(letter);

    public async ValueTask DisposeAsync()
    {
        // Npgsql gives a connection's transaction object to its next user: disposing ours twice would roll back theirs.
        if (_disposed) return;
        _disposed = true;
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
        await _scope.DisposeAsync();
    }
}
