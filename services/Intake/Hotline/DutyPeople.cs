using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Hotline;

/// <summary>Who picked up a dialled number.</summary>
/// <param name="EngineerId">Null when the number is no engineer's, or several engineers'.</param>
/// <param name="Name">The number itself where no name is known.</param>
internal sealed record PickedUp(Guid? EngineerId, string? AccountId, string Name, string? Language);

/// <summary>Whom a hotline dials, and who is behind a number.</summary>
internal static class DutyPeople
{
    /// <summary>
    /// Numbers to dial, a layer after the other: of those on call in the channel's team where Dispatch tells some, else the channel's own, all
    /// together.
    /// </summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> LayersAsync(IntakeDb db, OpenedChannel channel, CancellationToken ct)
    {
        var onCall = await OnCallAsync(db, channel, ct);
        if (onCall.Count > 0)
            return [.. onCall.Select(p => (IReadOnlyList<string>)[p.Phone!])];
        string[] own = channel[TwilioAdapter.DutyNumbers].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return own.Length == 0 ? [] : [own];
    }

    /// <summary>The engineer with a number; of several the one who is on call here.</summary>
    public static async Task<PickedUp> BehindAsync(IntakeDb db, OpenedChannel channel, string number, CancellationToken ct)
    {
        var found = await db.EngineerPhones.AsNoTracking().Where(e => e.Tenant == channel.Row.Tenant && e.Phone == number).OrderBy(e => e.EngineerId).ToListAsync(ct);
        var one = found is [var only] ? only : (await OnCallAsync(db, channel, ct)).Find(e => e.Phone == number);
        return new PickedUp(one?.EngineerId, one?.AccountId?.ToString(), one?.Name ?? number, one?.Language);
    }

    private static async Task<List<EngineerPhoneRow>> OnCallAsync(IntakeDb db, OpenedChannel channel, CancellationToken ct)
    {
        if (!Guid.TryParse(channel[CallQueue.TeamId], out var team))
            return [];
        var people = await (
            from t in db.OnCallTeams.AsNoTracking()
            join e in db.EngineerPhones.AsNoTracking() on t.Tenant equals e.Tenant
            where t.Tenant == channel.Row.Tenant && t.TeamId == team && t.EngineerIds.Contains(e.EngineerId) && e.Phone != null
            select new { e, t.EngineerIds }).ToListAsync(ct);
        return [.. people.OrderBy(p => Array.IndexOf(p.EngineerIds, p.e.EngineerId)).Select(p => p.e)];
    }
}
