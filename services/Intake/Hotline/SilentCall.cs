using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Hotline;

/// <summary>
/// A caller who said nothing more has hung up, whether the platform told so or not: the call becomes one to call back. Should it be answered
/// after all, its ticket turns into an answered one.
/// </summary>
public sealed class SilentCall(CallBook book) : ITimerHandler
{
    public const string Kind = "silent-call";

    /// <summary>The arming for a call that is waited for.</summary>
    internal static TimerRequest For(CallRow call, DateTimeOffset due) => new(Kind, Key(call.Id), due, call.Tenant);

    internal static string Key(Guid call) => call.ToString("N");

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var id = Guid.ParseExact(t.Key, "N");
        var calls = await db.Calls.FromSql($"SELECT * FROM calls WHERE tenant = {t.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (calls.SingleOrDefault() is not { AnsweredAt: null, MissedAt: null } call)
            return;
        var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Id == call.ChannelId, ct);
        await book.ApplyAsync(
            work, channel, call, new CallEvent { CallId = call.ExternalId, Event = CallSignal.Missed, Cause = "caller-hung-up" }, work.Now, ct);
    }
}
