using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Hotline;

/// <summary>
/// Keeps where the recording of a talk lies, once the platform has made it: that of the layer in which somebody took the call, since a mailbox that picked up before was
/// recorded as well. What was forgotten once is not learnt again.
/// </summary>
internal static class TalkRecording
{
    private const string Completed = "completed";

    /// <summary>Nothing is kept of a call that is not known, that nobody took, or whose recording there is already.</summary>
    public static async Task KeepAsync(Work work, ChannelRow channel, InboundVoice step, CancellationToken ct)
    {
        if (step is not { Status: Completed, RecordingUrl: { } place })
            return;
        var calls = await work.Db<IntakeDb>().Calls
            .FromSql($"SELECT * FROM calls WHERE channel_id = {channel.Id} AND external_id = {step.CallId} FOR UPDATE").ToListAsync(ct);
        if (calls.SingleOrDefault() is not { AnsweredAt: not null, RecordingUrl: null, RecordingForgottenAt: null } call || call.DialledLayer != step.Layer)
            return;
        call.RecordingUrl = place;
        if (call.TicketId is { } ticket)
            work.Touched(call.Tenant, ticket);
    }
}
