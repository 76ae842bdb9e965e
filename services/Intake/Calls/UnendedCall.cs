using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Calls;

/// <summary>A talk whose end the telephone system never told is taken for over after four hours: nobody is kept on the phone by a lost event.</summary>
public sealed class UnendedCall(CallBook book) : ITimerHandler
{
    public const string Kind = "unended-call";
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(4);

    /// <summary>The arming for a call that was answered at an instant.</summary>
    internal static TimerRequest For(CallRow call, DateTimeOffset answeredAt) => new(Kind, Key(call.Id), answeredAt + s_longest, call.Tenant, call.TicketId);

    internal static string Key(Guid call) => call.ToString("N");

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var id = Guid.ParseExact(t.Key, "N");
        var calls = await db.Calls.FromSql($"SELECT * FROM calls WHERE tenant = {t.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        if (calls.SingleOrDefault() is not { AnsweredAt: not null, EndedAt: null } call)
            return;
        var channel = await db.Channels.AsNoTracking().SingleAsync(c => c.Id == call.ChannelId, ct);
        await book.ApplyAsync(work, channel, call, new CallEvent { CallId = call.ExternalId, Event = CallSignal.Ended, Cause = "end-not-told" }, work.Now, ct);
    }
}
