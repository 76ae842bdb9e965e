using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Calls;

/// <summary>Keeps the calls: turns what telephone systems tell into tickets and events, each once.</summary>
public sealed class CallBook(TicketRegistry registry)
{
    private const int SubjectLength = 200;

    /// <summary>The call's row, made when it is new and locked until the work ends, with whoever calls found by the number.</summary>
    public async Task<CallRow> LockAsync(Work work, ChannelRow channel, CallEvent body, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calls (tenant, id, channel_id, external_id) VALUES ({channel.Tenant}, {Guid.CreateVersion7(work.Now)}, {channel.Id}, {body.CallId})
            ON CONFLICT (channel_id, external_id) DO NOTHING
            """, ct);
        var rows = await db.Calls.FromSql($"SELECT * FROM calls WHERE channel_id = {channel.Id} AND external_id = {body.CallId} FOR UPDATE").ToListAsync(ct);
        var call = rows.Single();
        if (call.CallerMatch is null || (call is { FromNumber: null, TicketId: null } && !string.IsNullOrWhiteSpace(body.From)))
            await FindCallerAsync(db, call, body, ct);
        return call;
    }

    /// <summary>
    /// A call for which somebody registers a ticket before it is answered, locked: 400 <c>call.unknown</c>, 409 <c>call.has-ticket</c>. What becomes of the call later goes on in
    /// that ticket.
    /// </summary>
    public static async Task<CallRow> WithoutTicketAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var found = await work.Db<IntakeDb>().Calls.FromSql($"SELECT * FROM calls WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        return found.SingleOrDefault() switch
        {
            null => throw Problems.Invalid("call.unknown", "There is no such call."),
            { TicketId: not null } => throw Problems.Conflict("call.has-ticket", "The call has a ticket already."),
            var call => call,
        };
    }

    /// <summary>Adds an event to a locked call, with everything that follows from it.</summary>
    /// <param name="engineer">Who answered, where it is known by more than the account that the event names.</param>
    public async Task ApplyAsync(Work work, ChannelRow channel, CallRow call, CallEvent body, DateTimeOffset at, CancellationToken ct, Guid? engineer = null)
    {
        var known = new CallFacts(call.RingingAt, call.AnsweredAt, call.MissedAt, call.EndedAt);
        var (facts, effect) = known.Apply(body.Event, at);
        (call.RingingAt, call.AnsweredAt, call.MissedAt, call.EndedAt) = (facts.RingingAt, facts.AnsweredAt, facts.MissedAt, facts.EndedAt);
        // What was forgotten once is not learnt again from an event that comes late.
        if (call.RecordingForgottenAt is null)
            (call.RecordingUrl, call.VoicemailUrl) = body.Event == CallSignal.Voicemail
                ? (call.RecordingUrl, call.VoicemailUrl ?? body.RecordingUrl)
                : (call.RecordingUrl ?? body.RecordingUrl, call.VoicemailUrl);
        if (body.Event == CallSignal.Ended)
            call.HangupCause ??= body.Cause;
        if (body.Event == CallSignal.Answered)
        {
            (call.AgentAccountId, call.AgentName) = (call.AgentAccountId ?? body.Agent?.AccountId, call.AgentName ?? body.Agent?.Name);
            call.EngineerId ??= engineer ?? await EngineerAsync(work, call, ct);
        }

        call.Cause = facts.MissedAt is null ? null : call.Cause ?? body.Cause;

        switch (effect)
        {
            case CallEffect.ShowRinging:
                work.Publish(Ringing(call, channel, at));
                break;
            case CallEffect.OpenAnswered:
                if (call.TicketId is null)
                    await OpenAsync(work, channel, call, TicketKind.Request, at, ct);
                else
                    await CorrectAsync(work, call, at, ct);
                work.Publish(Answered(call, channel, at));
                break;
            case CallEffect.OpenCallback:
                if (call.TicketId is null)
                    await OpenAsync(work, channel, call, TicketKind.Callback, at, ct);
                work.Publish(Missed(call, channel, at));
                break;
            case CallEffect.CorrectToAnswered:
                await CorrectAsync(work, call, at, ct);
                work.Publish(Answered(call, channel, at));
                break;
            case CallEffect.Nothing:
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect}.");
        }

        if (facts.TalkIsOver == known.TalkIsOver && (facts.AnsweredAt is null || known.AnsweredAt is not null))
            return;
        if (!facts.TalkIsOver)
        {
            work.Arm(UnendedCall.For(call, at));
            return;
        }

        work.Cancel(UnendedCall.Kind, UnendedCall.Key(call.Id));
        work.Publish(Ended(call, channel));
    }

    /// <summary>The engineer who signs in with the account that the telephone system named.</summary>
    private static async Task<Guid?> EngineerAsync(Work work, CallRow call, CancellationToken ct) => Guid.TryParse(call.AgentAccountId, out var account)
        ? await work.Db<IntakeDb>().EngineerPhones.Where(e => e.Tenant == call.Tenant && e.AccountId == account)
            .OrderBy(e => e.EngineerId).Select(e => (Guid?)e.EngineerId).FirstOrDefaultAsync(ct)
        : null;

    private static async Task FindCallerAsync(IntakeDb db, CallRow call, CallEvent body, CancellationToken ct)
    {
        var profile = await TenantProfiles.FindAsync(db, call.Tenant, ct);
        PhoneNumber.TryParseCaller(body.From, profile.Dialling, out var phone);
        var match = await ContactFinder.ByPhoneAsync(db, call.Tenant, phone, ct);
        call.FromNumber = phone?.ToString() ?? body.From.TrimToNull();
        call.ToNumber = body.To.TrimToNull();
        (call.CallerMatch, call.ContactId, call.CustomerId) = (match.Rank, match.ContactId, match.CustomerId);
    }

    private async Task OpenAsync(Work work, ChannelRow channel, CallRow call, TicketKind kind, DateTimeOffset at, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var profile = await TenantProfiles.FindAsync(db, call.Tenant, ct);
        var name = await db.Contacts.Where(c => c.Tenant == call.Tenant && c.Id == call.ContactId).Select(c => c.Name).SingleOrDefaultAsync(ct);
        var ticket = await registry.RegisterAsync(work, new TicketDraft
        {
            Tenant = call.Tenant,
            Channel = Channel.Hotline,
            Kind = kind,
            Subject = SubjectLine.Of(CallSubject.For(kind, name ?? call.FromNumber, profile.Language, call.SystemDown == true), SubjectLength),
            Text = HotlineWords.Told(HotlineWords.IsChinese(profile.Language), call.SystemDown == true, call.EnteredContract),
            Impact = call.SystemDown == true ? Level.High : null,
            Urgency = call.SystemDown == true ? Level.High : null,
            By = new Actor(ActorKind.Customer, call.ContactId?.ToString(), name),
            OpenedAt = at,
            AnsweredAt = kind == TicketKind.Request ? at : null,
            AnsweredById = call.EngineerId,
            ContactId = call.ContactId,
            ContractId = call.ContractId,
            Reporter = new Reporter(null, null, call.FromNumber, call.Language ?? channel.Language),
            ChannelId = channel.Id,
            CallId = call.Id,
        }, ct);
        call.TicketId = ticket.Id;
    }

    /// <summary>The ticket of a call taken for missed, or registered while it rang, becomes what it would have been: a request, answered at that time.</summary>
    private static Task<int> CorrectAsync(Work work, CallRow call, DateTimeOffset at, CancellationToken ct) => work.Db<IntakeDb>().Tickets
        .Where(t => t.Tenant == call.Tenant && t.Id == call.TicketId)
        .ExecuteUpdateAsync(set => set.SetProperty(t => t.Kind, TicketKind.Request).SetProperty(t => t.AnsweredAt, at), ct);

    private static CallRinging Ringing(CallRow call, ChannelRow channel, DateTimeOffset at) => new()
    {
        Tenant = call.Tenant,
        OccurredAt = at,
        By = new Actor(ActorKind.Integration, channel.Id.ToString(), channel.Name),
        CallId = call.Id,
        ChannelId = channel.Id.ToString(),
        CallerMatch = call.CallerMatch!,
        CustomerId = call.CustomerId,
        ContactId = call.ContactId,
    };

    private static CallAnswered Answered(CallRow call, ChannelRow channel, DateTimeOffset at) => new()
    {
        Tenant = call.Tenant,
        TicketId = call.TicketId,
        OccurredAt = at,
        By = Talked(call, channel),
        CallId = call.Id,
        ChannelId = channel.Id.ToString(),
        EngineerId = call.EngineerId,
    };

    private static CallEnded Ended(CallRow call, ChannelRow channel) => new()
    {
        Tenant = call.Tenant,
        TicketId = call.TicketId,
        OccurredAt = call.EndedAt!.Value,
        By = Talked(call, channel),
        CallId = call.Id,
        ChannelId = channel.Id.ToString(),
        AnsweredAt = call.AnsweredAt!.Value,
        Cause = call.HangupCause,
        EngineerId = call.EngineerId,
    };

    private static Actor Talked(CallRow call, ChannelRow channel) => call.AgentName is { } agent
        ? new Actor(ActorKind.Staff, call.AgentAccountId, agent)
        : new Actor(ActorKind.Integration, channel.Id.ToString(), channel.Name);

    private static CallMissed Missed(CallRow call, ChannelRow channel, DateTimeOffset at) => new()
    {
        Tenant = call.Tenant,
        TicketId = call.TicketId,
        OccurredAt = at,
        By = new Actor(ActorKind.Integration, channel.Id.ToString(), channel.Name),
        CallId = call.Id,
        ChannelId = channel.Id.ToString(),
    };
}
