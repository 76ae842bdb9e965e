using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain.Sending;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Reminds of an invitation that was delivered and is not answered, on the days set when it was sent.</summary>
public sealed class ReminderTimer(LinkBook links) : ITimerHandler
{
    public const string Kind = "survey-reminder";

    private const string Take = "SELECT state, delivered_at, expires_at, reminders, channel, card FROM surveys WHERE tenant = $1 AND id = $2 FOR UPDATE";

    private const string Count = "UPDATE surveys SET reminders = reminders + 1 WHERE tenant = $1 AND id = $2";

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var (survey, due) = t.Read<Reminders>();
        ArmNext(survey, [.. due.Skip(1)], t.Tenant, t.TicketId!.Value, work);
        if (await TakeAsync(t.Tenant, survey, work, ct) is not { } found || !Inviting.Reminds(found.State, found.DeliveredAt, found.ExpiresAt, work.Now)) return;

        var token = links.Mint();
        await LinkBook.KeepAsync(token, t.Tenant, survey, found.Channel, work, ct);
        await using (var count = new NpgsqlCommand(Count, work.Connection, work.Transaction) { Parameters = { new() { Value = t.Tenant }, new() { Value = survey } } })
        {
            await count.ExecuteNonQueryAsync(ct);
        }
        work.Publish(new SurveyReminded
        {
            Tenant = t.Tenant,
            TicketId = t.TicketId,
            OccurredAt = work.Now,
            SurveyId = survey,
            Reminder = found.Reminders + 1,
            SealedToken = token.Sealed,
            ExpiresAt = found.ExpiresAt,
            Card = found.Card,
            Channel = found.Channel,
            Phone = found.Channel == SurveyChannel.Sms ? await Sender.PhoneAsync(t.Tenant, found.Card, work, ct) : null,
        });
    }

    /// <summary>Arms the first of these; it arms the next.</summary>
    public static void ArmNext(Guid survey, IReadOnlyList<DateTimeOffset> due, string tenant, Guid ticket, Work work)
    {
        ArgumentNullException.ThrowIfNull(due);
        ArgumentNullException.ThrowIfNull(work);
        if (due.Count > 0) work.Arm(new TimerRequest(Kind, survey.ToString("N"), due[0], tenant, ticket, new Reminders(survey, due)));
    }

    private static async Task<Found?> TakeAsync(string tenant, Guid survey, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Take, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = survey } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new Found(row.GetString(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(3),
                row.IsDBNull(4) ? SurveyChannel.Email : row.GetString(4), Cards.Read(row.GetString(5)))
            : null;
    }

    private sealed record Found(string State, DateTimeOffset? DeliveredAt, DateTimeOffset ExpiresAt, int Reminders, string Channel, TicketCard Card);
}

/// <summary>The reminders of a survey that are still to come.</summary>
public sealed record Reminders(Guid Survey, IReadOnlyList<DateTimeOffset> Due);
