using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

internal static class Saving
{
    /// <summary>Saves now, so that a taken natural key becomes 409 with <paramref name="code"/> instead of a failure at the commit.</summary>
    public static async Task SaveUniqueAsync(this IntakeDb db, string index, string code, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } p && p.ConstraintName == index)
        {
            throw Problems.Conflict(code);
        }
    }

    /// <summary>Trimmed, and null when nothing is left.</summary>
    public static string? TrimToNull(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
