using System.Collections.Concurrent;
using Npgsql;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tickets;

/// <summary>
/// Hands out ticket numbers. It takes whole blocks from the database, on connections of its own and committed at once: no ticket's
/// transaction holds or waits for a lock of another's, and a full connection pool cannot starve it. A number is never given twice,
/// by however many instances; what a stopped instance had left of a block stays unused.
/// </summary>
public sealed class NumberAllocator : IAsyncDisposable
{
    private const int FirstBlock = 10;
    private const int LargestBlock = 250;
    private const int MostSeries = 10_000;

    private const string TakeBlock = """
        INSERT INTO number_blocks AS b (tenant, day, next) VALUES ($1, $2, 1 + $3)
        ON CONFLICT (tenant, day) DO UPDATE SET next = b.next + $3
        RETURNING next
        """;

    private readonly ConcurrentDictionary<(string Tenant, DateOnly Day), Series> _series = new();
    private readonly NpgsqlDataSource _database;

    /// <summary>Uses the given database with at most two connections of its own.</summary>
    public NumberAllocator(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 2,
            MinPoolSize = 0,
            Enlist = false,
            NoResetOnClose = true,
            ApplicationName = "intake-numbers",
        };
        _database = NpgsqlDataSource.Create(settings);
    }

    /// <summary>The next number of a tenant's day (in its zone).</summary>
    public async ValueTask<string> NextAsync(string tenant, DateOnly day, CancellationToken ct)
    {
        if (_series.Count > MostSeries)
            _series.Clear();
        var series = _series.GetOrAdd((tenant, day), static _ => new Series());
        if (series.TryTake(out var count))
            return TicketNumber.Format(day, count);
        await series.Refill.WaitAsync(ct);
        try
        {
            while (!series.TryTake(out count))
            {
                var size = series.NextSize();
                await using var command = _database.CreateCommand(TakeBlock);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
                command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
                series.Add(end: (long)(await command.ExecuteScalarAsync(ct))!, size);
            }
        }
        finally
        {
            series.Refill.Release();
        }

        return TicketNumber.Format(day, count);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private sealed class Series
    {
        private readonly Lock _lock = new();
        private long _next;
        private long _end;
        private int _size;

        public SemaphoreSlim Refill { get; } = new(1, 1);

        public bool TryTake(out long count)
        {
            lock (_lock)
            {
                count = _next;
                if (_next >= _end)
                    return false;
                _next++;
                return true;
            }
        }

        /// <summary>Busy tenants take larger blocks, quiet ones leave small gaps.</summary>
        public int NextSize() => _size = _size == 0 ? FirstBlock : Math.Min(_size * 2, LargestBlock);

        public void Add(long end, int size)
        {
            lock (_lock)
                (_next, _end) = (end - size, end);
        }
    }
}
