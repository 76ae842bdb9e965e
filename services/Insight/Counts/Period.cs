using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Counts;

/// <summary>Days in the tenant's zone, both ends included.</summary>
internal sealed record Period(DateOnly From, DateOnly To)
{
    private const int DefaultDays = 30;
    private const int MostDays = 400;

    /// <summary>The period asked for: without ends the last 30 days; 400 when it is upside down or longer than 400 days.</summary>
    public static async Task<Period> ReadAsync(DateOnly? from, DateOnly? to, Caller caller, InsightDb db, TimeProvider clock, CancellationToken ct)
    {
        var zone = await db.Tenants.Where(t => t.Tenant == caller.Tenant).Select(t => t.TimeZone).SingleOrDefaultAsync(ct);
        var last = to ?? TenantDay.Of(clock.GetUtcNow(), TenantDay.Zone(zone));
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - DefaultDays + 1));
        if (first > last) throw Problems.InvalidField("from", "from must not be after to.");
        if (last.DayNumber - first.DayNumber >= MostDays) throw Problems.InvalidField("from", $"The period has at most {MostDays} days.");
        return new Period(first, last);
    }
}
