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
using ServiceMesh.Intake.Requests;
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
        var names = step.Step == HotlineStep.Answered ? [] : BlockRule.NamesOf(step.From, profile.Dialling);
        if (await BlockList.FindAsync(db, channel, names, work.Now, ct) is { } entry)
        {
            await BlockList.NoteAsync(work, channel.Row, entry, new BlockedAttempt(step.CallId, names[0]), ct);
            await work.CommitAsync(ct);
            return Speak(channel, step.Step == HotlineStep.Incoming ? HotlinePrompt.Reject : HotlinePrompt.Nothing, profile, null, [], "");
        }

        var call = await book.LockAsync(work, channel.Row, Event(step, CallSignal.Ringing), ct);
        await NoteAsync(db, channel, call, step, ct);
        var duty = await OnDutyAsync(db, channel, ct);
        var (next, signal) = HotlineFlow.Decide(
            step.Step, new HotlineFacts(step.Digits, step.Status, call.ContactId is not null || call.ContractId is not null, duty.Count > 0));
        if (signal is { } told)
            await book.ApplyAsync(work, channel.Row, call, Event(step, told), work.Now, ct);
        Wait(work, channel, call, next);
        var number = call.TicketId is { } ticket
            ? await db.Tickets.Where(t => t.Tenant == call.Tenant && t.Id == ticket).Select(t => t.Number).SingleAsync(ct)
            : "";
        await work.CommitAsync(ct);
        return Speak(channel, next, profile, call, duty, number);
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

    /// <summary>Numbers to dial: of the first on call in the channel's team where Dispatch tells one, else the channel's own.</summary>
    private static async Task<IReadOnlyList<string>> OnDutyAsync(IntakeDb db, OpenedChannel channel, CancellationToken ct)
    {
        if (Guid.TryParse(channel[CallQueue.TeamId], out var team))
        {
            var phones = await (
                from t in db.OnCallTeams.AsNoTracking()
                join e in db.EngineerPhones on t.Tenant equals e.Tenant
                where t.Tenant == channel.Row.Tenant && t.TeamId == team && t.EngineerIds.Contains(e.EngineerId) && e.Phone != null
                select new { e.EngineerId, e.Phone, t.EngineerIds }).ToListAsync(ct);
            if (phones.OrderBy(p => Array.IndexOf(p.EngineerIds, p.EngineerId)).FirstOrDefault() is { } first)
                return [first.Phone!];
        }

        return channel[TwilioAdapter.DutyNumbers].Split(' ', StringSplitOptions.RemoveEmptyEntries);
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

    private static CallEvent Event(InboundVoice step, CallSignal signal) => new()
    {
        CallId = step.CallId,
        Event = signal,
        From = step.Step == HotlineStep.Answered ? null : step.From,
        To = step.Step == HotlineStep.Answered ? null : step.To,
        Cause = signal == CallSignal.Missed && step.Status.Length > 0 ? Tidy.Line(step.Status, 100) : null,
        RecordingUrl = step.RecordingUrl,
        Agent = signal == CallSignal.Answered && step is { Step: HotlineStep.Answered, To: { } answering } ? new CallAgent { Name = answering } : null,
    };

    private IResult Speak(
        OpenedChannel channel, HotlinePrompt prompt, TenantProfile profile, CallRow? call, IReadOnlyList<string> duty, string number)
    {
        var address = $"{options.Value.PublicUrl.TrimEnd('/')}/webhooks/{channel.Row.Id}/voice";
        var chinese = HotlineWords.IsChinese(call?.Language ?? channel.Row.Language ?? profile.Language);
        var document = new TwiMl(address, chinese, profile.Brand, duty, WaitOf(channel), number).Of(prompt);
        return Results.Text(document, "text/xml", Encoding.UTF8);
    }
}
