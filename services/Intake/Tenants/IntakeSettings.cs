using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Retention;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tenants;

/// <summary>What a tenant decides about its tickets.</summary>
/// <param name="ReopenWindowDays">How many days after its closing an answer reopens a ticket, 0 to 365; later it opens a new, linked one.</param>
/// <param name="AttachmentDays">How many days after a ticket's end its files are removed, 1 to 3,650; null keeps them.</param>
/// <param name="RecordingDays">How many days after a call the address of its recording and message is forgotten, 1 to 3,650; null keeps it.</param>
public sealed record IntakeSettingsView(
    [property: Range(0, 365)] int ReopenWindowDays, [property: Range(1, 3650)] int? AttachmentDays = null, [property: Range(1, 3650)] int? RecordingDays = null);

/// <summary><c>GET</c> and <c>PUT /api/v1/tickets/settings</c>: staff read, managers and administrators write all of them.</summary>
public static class IntakeSettings
{
    public static void MapIntakeSettings(this RouteGroupBuilder tickets)
    {
        tickets.MapGet("/settings", ReadAsync).RequireRoles(Roles.Staff);
        tickets.MapPut("/settings", WriteAsync).RequireRoles(Roles.Manager, Roles.Admin);
    }

    private static async Task<IntakeSettingsView> ReadAsync(Caller caller, IntakeDb db, CancellationToken ct)
    {
        var kept = await db.Tenants.AsNoTracking().Where(t => t.Tenant == caller.Tenant).Select(t => new { t.AttachmentDays, t.RecordingDays }).SingleOrDefaultAsync(ct);
        return new((int)(await TenantProfiles.ReopenWindowAsync(db, caller.Tenant, ct)).TotalDays, kept?.AttachmentDays, kept?.RecordingDays);
    }

    private static async Task<IntakeSettingsView> WriteAsync(IntakeSettingsView settings, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        // Sequence 0: whatever the gateway tells of the tenant is newer.
        await work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO tenants (tenant, time_zone, languages, sequence, reopen_days, attachment_days, recording_days)
            VALUES ({caller.Tenant}, {TenantProfile.Default.TimeZone}, {TenantProfile.Default.Languages.ToArray()}, 0, {settings.ReopenWindowDays}, {settings.AttachmentDays},
                {settings.RecordingDays})
            ON CONFLICT (tenant) DO UPDATE
            SET reopen_days = excluded.reopen_days, attachment_days = excluded.attachment_days, recording_days = excluded.recording_days
            """, ct);
        if (settings is { AttachmentDays: null, RecordingDays: null })
            work.Cancel(RetentionTimer.Kind, caller.Tenant);
        else
            work.Arm(RetentionTimer.For(caller.Tenant, work.Now));
        await work.CommitAsync(ct);
        return settings;
    }
}
