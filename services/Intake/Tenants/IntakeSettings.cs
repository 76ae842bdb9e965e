using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tenants;

/// <summary>What a tenant decides about its tickets.</summary>
/// <param name="ReopenWindowDays">How many days after its closing an answer reopens a ticket, 0 to 365; later it opens a new, linked one.</param>
public sealed record IntakeSettingsView([property: Range(0, 365)] int ReopenWindowDays);

/// <summary><c>GET</c> and <c>PUT /api/v1/tickets/settings</c>: staff read, managers and administrators write.</summary>
public static class IntakeSettings
{
    public static void MapIntakeSettings(this RouteGroupBuilder tickets)
    {
        tickets.MapGet("/settings", ReadAsync).RequireRoles(Roles.Staff);
        tickets.MapPut("/settings", WriteAsync).RequireRoles(Roles.Manager, Roles.Admin);
    }

    private static async Task<IntakeSettingsView> ReadAsync(Caller caller, IntakeDb db, CancellationToken ct) =>
        new((int)(await TenantProfiles.ReopenWindowAsync(db, caller.Tenant, ct)).TotalDays);

    private static async Task<IntakeSettingsView> WriteAsync(IntakeSettingsView settings, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        // Sequence 0: whatever the gateway tells of the tenant is newer.
        await work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO tenants (tenant, time_zone, languages, sequence, reopen_days)
            VALUES ({caller.Tenant}, {TenantProfile.Default.TimeZone}, {TenantProfile.Default.Languages.ToArray()}, 0, {settings.ReopenWindowDays})
            ON CONFLICT (tenant) DO UPDATE SET reopen_days = excluded.reopen_days
            """, ct);
        await work.CommitAsync(ct);
        return settings;
    }
}
