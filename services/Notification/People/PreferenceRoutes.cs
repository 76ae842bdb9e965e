using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.People;

/// <summary>What a person wants.</summary>
/// <param name="Phone">E.164, for example <c>+8613800000000</c>.</param>
/// <param name="FeishuId">The person's <c>open_id</c> at Feishu.</param>
/// <param name="TimeZone">IANA zone of the quiet hours; the tenant's when left out.</param>
/// <param name="QuietFrom">With <paramref name="QuietTo"/>: from this time of day on nothing but pages and severity 1 comes.</param>
/// <param name="DigestMinutes">0 to 1440: what is not urgent is gathered this long; 0: sent at once.</param>
/// <param name="Rules">Channels (<c>email</c>, <c>sms</c>, <c>voice</c>, <c>in-app</c>) by message, or by <c>*</c> for all others. Nothing: none.</param>
public sealed record PreferenceChange(
    [property: RegularExpression(@"\+[1-9][0-9]{6,14}")] string? Phone,
    [property: RegularExpression("[A-Za-z0-9_-]{1,100}")] string? FeishuId,
    [property: StringLength(50)] string? TimeZone,
    TimeOnly? QuietFrom,
    TimeOnly? QuietTo,
    [property: Range(0, 1440)] int DigestMinutes = 0,
    IReadOnlyDictionary<string, string[]>? Rules = null);

/// <summary>What a person set.</summary>
/// <param name="Address">The e-mail address they are known by.</param>
/// <param name="Suppressed">Why no mail goes to this address: <c>bounced</c>, <c>complained</c> or <c>unsubscribed</c>; null: it does.</param>
public sealed record PreferenceView(
    string Address, string? Phone, string? FeishuId, string? TimeZone, TimeOnly? QuietFrom, TimeOnly? QuietTo, int DigestMinutes,
    IReadOnlyDictionary<string, string[]> Rules, string? Suppressed);

/// <summary>Preferences: everybody's own, and for admins anybody's.</summary>
internal static class PreferenceRoutes
{
    private const string Save = """
        INSERT INTO people AS p (tenant, address, phone, feishu_id, time_zone, quiet_from, quiet_to, digest_minutes, rules)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
        ON CONFLICT (tenant, address) DO UPDATE SET phone = excluded.phone, feishu_id = excluded.feishu_id, time_zone = excluded.time_zone,
            quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, digest_minutes = excluded.digest_minutes, rules = excluded.rules
        """;

    public static void MapPreferences(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/notifications/preferences");
        group.MapGet("/", async (Caller caller, NotificationDb db, CancellationToken ct) => await ShowAsync(caller, await OwnAsync(caller, db, ct), db, ct)).RequireRoles(Roles.Staff);
        group.MapPut("/", async (PreferenceChange change, Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct) =>
            await SetAsync(change, caller, await OwnAsync(caller, db, ct), db, works, ct)).RequireRoles(Roles.Staff);
        group.MapGet("/{address}", (string address, Caller caller, NotificationDb db, CancellationToken ct) =>
            ShowAsync(caller, address, db, ct)).RequireRoles(Roles.Admin, Roles.Manager);
        group.MapPut("/{address}", (string address, PreferenceChange change, Caller caller, NotificationDb db, IWorkFactory works, CancellationToken ct) =>
            SetAsync(change, caller, address, db, works, ct)).RequireRoles(Roles.Admin);
    }

    /// <summary>The address of the caller's account; 409 <c>preferences.no-account</c> for one that is no person's.</summary>
    public static async Task<string> OwnAsync(Caller caller, NotificationDb db, CancellationToken ct)
    {
        var address = Guid.TryParse(caller.AccountId, out var account)
            ? await db.Accounts.AsNoTracking().Where(a => a.Tenant == caller.Tenant && a.AccountId == account).Select(a => a.Email).FirstOrDefaultAsync(ct)
            : null;
        return address?.ToLowerInvariant() ?? throw Problems.Conflict("preferences.no-account", "Notices are for people who sign in with an account of their own.");
    }

    private static async Task<IResult> ShowAsync(Caller caller, string address, NotificationDb db, CancellationToken ct)
    {
        var key = Address(address);
        var row = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Address == key, ct);
        return Results.Ok(row is null
            ? new PreferenceView(key, null, null, null, null, null, 0, new Dictionary<string, string[]>(), null)
            : new PreferenceView(row.Address, row.Phone, row.FeishuId, row.TimeZone, row.QuietFrom, row.QuietTo, row.DigestMinutes,
                JsonSerializer.Deserialize<Dictionary<string, string[]>>(row.Rules) ?? [], row.Suppressed));
    }

    private static async Task<IResult> SetAsync(PreferenceChange change, Caller caller, string address, NotificationDb db, IWorkFactory works, CancellationToken ct)
    {
        var key = Address(address);
        Check(change);
        await using (var work = await works.BeginAsync(ct))
        {
            await using var command = new NpgsqlCommand(Save, work.Connection, work.Transaction);
            command.Parameters.Add(new() { Value = caller.Tenant });
            command.Parameters.Add(new() { Value = key });
            command.Parameters.Add(new() { Value = (object?)change.Phone ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = (object?)change.FeishuId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = (object?)change.TimeZone ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = (object?)change.QuietFrom ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Time });
            command.Parameters.Add(new() { Value = (object?)change.QuietTo ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Time });
            command.Parameters.Add(new() { Value = change.DigestMinutes });
            command.Parameters.Add(new() { Value = JsonSerializer.Serialize(change.Rules ?? new Dictionary<string, string[]>()) });
            await command.ExecuteNonQueryAsync(ct);
            await work.CommitAsync(ct);
        }
        return await ShowAsync(caller, key, db, ct);
    }

    private static string Address(string address) =>
        address.Length > 0 && Texts.IsAddress(address) ? address.ToLowerInvariant() : throw Problems.InvalidField("address", "The address is not an e-mail address.");

    private static void Check(PreferenceChange change)
    {
        if (change.TimeZone is { } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) throw Problems.InvalidField("timeZone", "The zone is not an IANA zone.");
        if (change.QuietFrom is null != change.QuietTo is null) throw Problems.InvalidField("quietTo", "Quiet hours need both ends.");
        foreach (var (message, channels) in change.Rules ?? new Dictionary<string, string[]>())
        {
            if (message != "*" && !Template.All.Contains(message)) throw Problems.InvalidField("rules", $"There is no message {Texts.ForHeader(message)}.");
            if (channels is null || channels.Any(c => !DeliveryChannels.Personal.Contains(c)))
                throw Problems.InvalidField("rules", $"Channels are {string.Join(", ", DeliveryChannels.Personal)}.");
        }
    }
}
