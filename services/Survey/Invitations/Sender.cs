using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Copies;
using ServiceMesh.Survey.Domain.Sending;
using ServiceMesh.Survey.Questionnaires;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Sends an invitation that is due, if the rules let it: the person is not asked too often, and can be reached.</summary>
public sealed partial class Sender(LinkBook links, ILogger<Sender> log)
{
    private const string Take = "SELECT ticket_id, contact, card FROM surveys WHERE tenant = $1 AND id = $2 AND state = 'planned' FOR UPDATE";

    private const string LockPerson = "SELECT pg_advisory_xact_lock(hashtextextended('survey-contact/' || $1 || '/' || $2, 0))";

    private const string Earlier = """
        SELECT sent_at FROM surveys WHERE tenant = $1 AND contact = $2 AND id <> $3 AND state IN ('open', 'answered', 'expired') AND sent_at > $4
        """;

    private const string Phones = "SELECT phones[1] FROM contact_copies WHERE tenant = $1 AND contact_id = $2";

    private const string Skip = "UPDATE surveys SET state = 'skipped', skip_reason = $3, sent_at = $4, expires_at = $4 WHERE tenant = $1 AND id = $2";

    private const string Send = """
        UPDATE surveys SET state = 'open', sent_at = $3, expires_at = $4, channel = $5, questionnaire_id = $6, questionnaire_version = $7, token_hash = $8, brand = $9
        WHERE tenant = $1 AND id = $2
        """;

    /// <summary>Does nothing when the survey is not planned any more.</summary>
    public async Task SendAsync(string tenant, Guid survey, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (await TakeAsync(tenant, survey, work, ct) is not var (ticket, person, card)) return;
        var rules = await RulesStore.ReadAsync(tenant, work, ct);
        var phone = await PhoneAsync(tenant, card, work, ct);
        var reach = new Reach(card.ContactEmail, phone, card.Channel == Channel.Im, card.Channel == Channel.Chat);
        var decision = Inviting.WhenDue(rules.Rules, reach, await EarlierAsync(tenant, person, survey, rules.Rules, work, ct), work.Now);
        if (decision.Skip is { } reason)
        {
            await ExecuteAsync(work, Skip, ct, tenant, survey, reason, work.Now);
            LogSkipped(ticket, reason);
            return;
        }
        var brand = await KnownBrand.OfAsync(tenant, card.ProductId, work, ct);
        var asked = (await QuestionnaireStore.RankAsync(tenant, card.WorkType.ToString(), card.ProductId, brand?.Code ?? rules.Brand, work, ct))[0].Item;
        var token = links.Mint();
        await ExecuteAsync(work, Send, ct, tenant, survey, work.Now, decision.ExpiresAt, decision.Channel!, asked.Id, asked.Version, token.Hash, brand?.Code ?? "");
        await LinkBook.KeepAsync(token, tenant, survey, decision.Channel!, work, ct);
        work.Publish(new SurveySent
        {
            Tenant = tenant,
            TicketId = ticket,
            OccurredAt = work.Now,
            SurveyId = survey,
            SealedToken = token.Sealed,
            ExpiresAt = decision.ExpiresAt,
            Card = card,
            Channel = decision.Channel,
            Phone = decision.Channel == SurveyChannel.Sms ? phone : null,
            QuestionnaireId = asked.Id,
            QuestionnaireVersion = asked.Version,
        });
        work.Arm(new TimerRequest(ExpiryTimer.Kind, survey.ToString("N"), decision.ExpiresAt, tenant, ticket, survey));
        ReminderTimer.ArmNext(survey, decision.Reminders, tenant, ticket, work);
    }

    /// <summary>The first number of the ticket's contact; null when there is none.</summary>
    public static async Task<string?> PhoneAsync(string tenant, TicketCard card, Work work, CancellationToken ct)
    {
        if (card?.ContactId is not { } contact) return null;
        await using var command = new NpgsqlCommand(Phones, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = contact } } };
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static async Task<(Guid Ticket, string Person, TicketCard Card)?> TakeAsync(string tenant, Guid survey, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Take, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant }, new() { Value = survey } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetGuid(0), row.GetString(1), Cards.Read(row.GetString(2))) : null;
    }

    /// <summary>When the person was invited within the limits' reach. Two invitations to one person at the same time wait for each other here.</summary>
    private static async Task<List<DateTimeOffset>> EarlierAsync(string tenant, string person, Guid survey, SurveyRules rules, Work work, CancellationToken ct)
    {
        var earlier = new List<DateTimeOffset>();
        if (rules is { ThrottleDays: 0, MostPer30Days: 0 }) return earlier;
        await ExecuteAsync(work, LockPerson, ct, tenant, person);
        await using var command = new NpgsqlCommand(Earlier, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = tenant }, new() { Value = person }, new() { Value = survey }, new() { Value = work.Now.AddDays(-Math.Max(rules.ThrottleDays, 30)) } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) earlier.Add(row.GetFieldValue<DateTimeOffset>(0));
        return earlier;
    }

    private static async Task ExecuteAsync(Work work, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No survey for ticket {Ticket}: {Reason}")]
    private partial void LogSkipped(Guid ticket, string reason);
}
