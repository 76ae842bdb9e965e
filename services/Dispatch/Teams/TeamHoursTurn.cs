using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Teams;

/// <summary>
/// A team whose people without a shift are on duty in its hours only begins or ends to work. The hours it is in, or that come next, stand beside the
/// team (<c>open_from</c>, <c>open_until</c>): a choice judges by them and reads no calendar.
/// </summary>
internal sealed class TeamHoursTurn : ITimerHandler
{
    /// <summary>The timer's kind; its key is the team.</summary>
    public const string Kind = "team-hours";

    private const string Keep = "UPDATE teams SET open_from = $3, open_until = $4 WHERE tenant = $1 AND id = $2";

    private const string ByCalendar = """
        SELECT id FROM teams
        WHERE tenant = $1 AND settings #>> '{assignment,calendar}' = $2 AND settings #>> '{assignment,onlyInHours}' = 'true' ORDER BY id
        """;

    /// <summary>What never opens or never ends is looked at again then.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromDays(30);

    /// <summary>Keeps when the team works next, and arms the timer for when that begins or ends.</summary>
    public static async Task FollowAsync(Work work, Team team, CancellationToken ct)
    {
        if (team.Settings?.Assignment is not { OnlyInHours: true } settings)
        {
            work.Cancel(Kind, team.Id.ToString());
            return;
        }

        var calendar = settings.Calendar is { } name
            ? await work.Db<DispatchDb>().Calendars.AsNoTracking().Where(c => c.Tenant == team.Tenant && c.Name == name).Select(c => c.Hours).FirstOrDefaultAsync(ct) : null;
        // A calendar that is gone binds nobody.
        var span = calendar is not null ? WorkingTime.Next(calendar, work.Now)
            : settings.Hours is { } hours ? WorkingTime.Next(hours, work.Now) : (work.Now, work.Now + s_again);
        await using var keep = new NpgsqlCommand(Keep, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = team.Tenant }, new NpgsqlParameter<Guid> { TypedValue = team.Id }, At(span?.From), At(span?.Until),
            },
        };
        await keep.ExecuteNonQueryAsync(ct);
        var next = span is not { } s ? work.Now + s_again : s.From > work.Now ? s.From : s.Until;
        work.Arm(new TimerRequest(Kind, team.Id.ToString(), next, team.Tenant));
    }

    /// <summary>A calendar has changed: the teams that work by it look anew at once.</summary>
    public static async Task CalendarChangedAsync(Work work, string tenant, string calendar, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(ByCalendar, work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = tenant }, new NpgsqlParameter<string> { TypedValue = calendar } },
        };
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) work.Arm(new TimerRequest(Kind, reader.GetGuid(0).ToString(), work.Now, tenant));
    }

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var id = Guid.Parse(t.Key);
        if (await work.Db<DispatchDb>().Teams.AsNoTracking().SingleOrDefaultAsync(x => x.Tenant == t.Tenant && x.Id == id, ct) is not { } team) return;
        await FollowAsync(work, team, ct);
        await Queue.WakeAsync(work, t.Tenant, [id], ct);
        Redispatch.Arm(work, t.Tenant, id);
    }

    private static NpgsqlParameter At(DateTimeOffset? at) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at is { } known ? known.ToUniversalTime() : DBNull.Value };
}
