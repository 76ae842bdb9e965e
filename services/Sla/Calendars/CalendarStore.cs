using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Calendars;

/// <summary>Reads single calendars.</summary>
internal static class CalendarStore
{
    /// <summary>A version of a calendar, the newest when none is named.</summary>
    /// <exception cref="ProblemException">404 <c>calendar.not-found</c>.</exception>
    public static async Task<(int Version, CalendarDefinition Definition)> FindAsync(SlaDb db, string tenant, string name, int? version, CancellationToken ct)
    {
        var row = await db.Calendars.AsNoTracking().Where(c => c.Tenant == tenant && c.Name == name && (version == null || c.Version == version))
            .OrderByDescending(c => c.Version).FirstOrDefaultAsync(ct) ?? throw Problems.NotFound("calendar.not-found");
        return (row.Version, JsonSerializer.Deserialize<CalendarDefinition>(row.Definition, EventJson.Options)!);
    }

    /// <summary>A stored definition as a calendar.</summary>
    public static WorkCalendar Open(CalendarDefinition definition) =>
        CalendarReader.Read(definition, []) ?? throw new InvalidOperationException("A stored calendar is not good any more.");
}
