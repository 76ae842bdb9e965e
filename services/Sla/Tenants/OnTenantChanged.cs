using System.Text.Json;
using NodaTime;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Calendars;
using ServiceMesh.Sla.Holidays;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Tenants;

/// <summary>
/// Keeps the shipped calendars in the tenant's zone. A new zone makes new versions, so running clocks keep theirs; only where a ticket
/// came before the zone was known is the zone put right in place, with the clocks of those few tickets.
/// </summary>
public sealed partial class OnTenantChanged(ILogger<OnTenantChanged> logger) : IHandle<TenantChanged>
{
    private const string Find = "SELECT time_zone, zone_known, sequence FROM tenants WHERE tenant = $1 FOR UPDATE";

    private const string Update = """
        UPDATE tenants SET time_zone = $2, zone_known = true, sequence = $3, revision = revision + 1 WHERE tenant = $1
        """;

    // Waits for the tickets that are being written on the old zone, so that none of them is overlooked; happens once in a tenant's life.
    private const string WaitForTickets = "LOCK TABLE tickets IN SHARE MODE";

    private const string PutRight = """
        UPDATE calendars SET definition = $3::jsonb, told = false WHERE tenant = $1 AND name = $2 AND shipped
        """;

    private const string StillShipped = """
        SELECT name FROM (SELECT DISTINCT ON (name) name, shipped FROM calendars WHERE tenant = $1 ORDER BY name, version DESC) newest WHERE shipped
        """;

    private const string Tickets = "SELECT ticket_id FROM tickets WHERE tenant = $1";

    /// <inheritdoc />
    public async Task HandleAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(e.TimeZone) is null)
        {
            LogUnknownZone(e.Tenant, e.TimeZone);
            return;
        }

        var sequence = e.Stream?.Sequence ?? 0;
        if (await TenantStore.CreateAsync(work, e.Tenant, e.TimeZone, sequence, ct))
        {
            return;
        }

        var (zone, isKnown, last) = await FindAsync(work, e.Tenant, ct);
        if (isKnown && e.Stream is not null && sequence <= last)
        {
            return;
        }

        if (!isKnown)
        {
            await ExecuteAsync(work, WaitForTickets, ct);
            foreach (var (name, definition) in ShippedCalendars.In(e.TimeZone))
            {
                await ExecuteAsync(work, PutRight, ct, e.Tenant, name, JsonSerializer.Serialize(definition, EventJson.Options));
            }

            await CalendarNews.TellAsync(work, e.Tenant, Actor.System, ct);
            await LookAtTicketsAgainAsync(work, e.Tenant, ct);
        }
        else if (zone != e.TimeZone)
        {
            await AddVersionsAsync(work, e, ct);
        }

        await ExecuteAsync(work, Update, ct, e.Tenant, e.TimeZone, Math.Max(last, sequence));
    }

    private static async Task<(string Zone, bool IsKnown, long Sequence)> FindAsync(Work work, string tenant, CancellationToken ct)
    {
        await using var find = Command(work, Find, tenant);
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetString(0), reader.GetBoolean(1), reader.GetInt64(2));
    }

    private static async Task AddVersionsAsync(Work work, TenantChanged e, CancellationToken ct)
    {
        var shipped = ShippedCalendars.In(e.TimeZone);
        foreach (var name in await ReadAsync<string>(work, StillShipped, e.Tenant, ct))
        {
            await TenantStore.AddCalendarAsync(work, e.Tenant, name, shipped[name], null, ct);
        }
    }

    private static async Task LookAtTicketsAgainAsync(Work work, string tenant, CancellationToken ct)
    {
        foreach (var ticket in await ReadAsync<Guid>(work, Tickets, tenant, ct))
        {
            work.Arm(ClockTimer.For(tenant, ticket, work.Now));
        }
    }

    private static async Task<List<T>> ReadAsync<T>(Work work, string sql, string tenant, CancellationToken ct)
    {
        await using var command = Command(work, sql, tenant);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            read.Add(reader.GetFieldValue<T>(0));
        }

        return read;
    }

    private static async Task ExecuteAsync(Work work, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(work, sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(Work work, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Tenant {Tenant} has a time zone that does not exist: {TimeZone}; its calendars stay as they were")]
    private partial void LogUnknownZone(string tenant, string timeZone);
}
