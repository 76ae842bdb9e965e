using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Hotline;

/// <summary>
/// Takes the steps of calls to a hotline: keeps what the caller said, opens the ticket when it is decided, and answers with what the caller
/// hears next. A repeated step says the same again and changes nothing.
/// </summary>
public sealed class VoiceTaker(IWorkFactory works, CallBook book, IOptions<IntakeOptions> options)
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(30);

    /// <summary>Keeps a step in one commit; the answer is TwiML.</summary>
    public async Task<IResult> TakeAsync(OpenedChannel channel, InboundVoice step, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var profile = await TenantProfiles.FindAsync(db, channel.Row.Tenant, ct);
        if (step.Step == HotlineStep.Recording)
        {
            await TalkRecording.KeepAsync(work, channel.Row, step, ct);
            await work.CommitAsync(ct);
            return Speak(channel, HotlinePrompt.Nothing, new Spoken(profile));
        }

        var dialled = HotlineFlow.IsOfTheDialled(step.Step);
        var names = dialled ? [] : BlockRule.NamesOf(step.From, profile.Dialling);
        if (await BlockList.FindAsync(db, channel, names, work.Now, ct) is { } entry)
        {
            await BlockList.NoteAsync(work, channel.Row, entry, new BlockedAttempt(step.CallId, names[0]), ct);
            await work.CommitAsync(ct);
            return Speak(channel, step.Step == HotlineStep.Incoming ? HotlinePrompt.Reject : HotlinePrompt.Nothing, new Spoken(profile));
        }

        var call = await book.LockAsync(work, channel.Row, Event(step, CallSignal.Ringing, null), ct);
        await NoteAsync(db, channel, call, step, ct);
        var layers = await DutyPeople.LayersAsync(db, channel, ct);
        var person = dialled && step.To is { } number ? await DutyPeople.BehindAsync(db, channel, number, ct) : null;
        var (next, signal) = HotlineFlow.Decide(step.Step, new HotlineFacts(step.Digits, step.Status)
        {
            KnownCaller = call.ContactId is not null || call.ContractId is not null,
            Layers = layers.Count,
            Layer = step.Layer,
            Taken = call.AnsweredAt is not null,
            TakenByAnother = call.AnsweredAt is not null && (call.EngineerId, call.AgentName) != (person?.EngineerId, person?.Name),
            Over = call.EndedAt is not null,
            Recording = step.RecordingUrl is not null,
        });
        if (signal is { } told)
            await book.ApplyAsync(work, channel.Row, call, Event(step, told, person), work.Now, ct, person?.EngineerId);
        Wait(work, channel, call, next);
        var layer = HotlineFlow.LayerAfter(step.Step, step.Layer);
        if (next == HotlinePrompt.Connect && call.AnsweredAt is null)
            call.DialledLayer = Math.Max(call.DialledLayer ?? 0, layer);
        var spoken = new Spoken(profile)
        {
            Language = dialled ? person?.Language : call.Language,
            Layer = layer,
            Numbers = next == HotlinePrompt.Connect ? layers[layer] : [],
            Recorded = channel[TwilioAdapter.Record] == "on",
            Ticket = next == HotlinePrompt.PromiseCallback && call.TicketId is { } ticket
                ? await db.Tickets.Where(t => t.Tenant == call.Tenant && t.Id == ticket).Select(t => t.Number).SingleAsync(ct) : "",
            Customer = next == HotlinePrompt.AskToTake && call.CustomerId is { } customer
                ? await db.Customers.Where(c => c.Tenant == call.Tenant && c.Id == customer).Select(c => c.Name).SingleOrDefaultAsync(ct) : null,
            SystemDown = call.SystemDown == true,
        };
        await work.CommitAsync(ct);
        return Speak(channel, next, spoken);
    }

    /// <summary>Writes down what a step adds to what is known of the caller.</summary>
    private static async Task NoteAsync(IntakeDb db, OpenedChannel channel, CallRow call, InboundVoice step, CancellationToken ct)
    {
        switch (step.Step)
        {
            case HotlineStep.Language:
                call.Language = step.Digits switch { "1" => "zh-CN", "2" => "en", _ => call.Language ?? channel.Row.Language };
                break;
            case HotlineStep.Contract when step.Digits.Length > 0 && call.EnteredContract is null:
                call.EnteredContract = step.Digits;
                (call.ContractId, call.CustomerId) = await ContractByDigitsAsync(db, call, step.Digits, ct);
                break;
            case HotlineStep.Urgency:
                call.SystemDown ??= step.Digits == HotlineFlow.SystemDown;
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// The one contract whose number has these digits. Two are nobody's; one of another customer than the caller's own number tells is not taken
    /// either: the digits stand in the ticket for somebody to look at.
    /// </summary>
    private static async Task<(Guid? Contract, Guid? Customer)> ContractByDigitsAsync(IntakeDb db, CallRow call, string digits, CancellationToken ct)
    {
        var found = await db.Contracts.FromSql(
                $"SELECT * FROM contracts WHERE tenant = {call.Tenant} AND regexp_replace(number, '[^0-9]', '', 'g') = {digits} ORDER BY id LIMIT 2")
            .AsNoTracking().Select(c => new { c.Id, c.CustomerId }).ToListAsync(ct);
        return found is [var one] && (call.CustomerId is null || call.CustomerId == one.CustomerId) ? (one.Id, one.CustomerId) : (null, call.CustomerId);
    }

    private static void Wait(Work work, OpenedChannel channel, CallRow call, HotlinePrompt next)
    {
        if (call.AnsweredAt is null && call.MissedAt is null && HotlineFlow.Patience(next, WaitOf(channel)) is { } patience)
            work.Arm(SilentCall.For(call, work.Now + patience));
        else if (call.TicketId is not null)
            work.Cancel(SilentCall.Kind, SilentCall.Key(call.Id));
    }

    private static TimeSpan WaitOf(OpenedChannel channel) =>
        int.TryParse(channel[TwilioAdapter.WaitSeconds], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : s_wait;

    private static CallEvent Event(InboundVoice step, CallSignal signal, PickedUp? person) => new()
    {
        CallId = step.CallId,
        Event = signal,
        From = HotlineFlow.IsOfTheDialled(step.Step) ? null : step.From,
        To = HotlineFlow.IsOfTheDialled(step.Step) ? null : step.To,
        Cause = signal is CallSignal.Missed or CallSignal.Ended && step.Status.Length > 0 ? Tidy.Line(step.Status, 100) : null,
        // What ended without a talk was a mailbox's: the talk's own recording is told by its layer.
        RecordingUrl = step.Step == HotlineStep.Dialed ? null : step.RecordingUrl,
        Agent = signal == CallSignal.Answered && person is not null ? new CallAgent { AccountId = person.AccountId, Name = person.Name } : null,
    };

    private IResult Speak(OpenedChannel channel, HotlinePrompt prompt, Spoken spoken)
    {
        var address = $"{options.Value.PublicUrl.TrimEnd('/')}/webhooks/{channel.Row.Id}/voice";
        var chinese = HotlineWords.IsChinese(spoken.Language ?? channel.Row.Language ?? spoken.Profile.Language);
        return Results.Text(new TwiMl(address, chinese, WaitOf(channel), spoken).Of(prompt), "text/xml", Encoding.UTF8);
    }
}
