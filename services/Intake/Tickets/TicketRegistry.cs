using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary>A ticket that was just registered.</summary>
/// <param name="SealedToken">The progress link's token, sealed: opened only in the answer.</param>
public sealed record RegisteredTicket(Guid Id, string Number, string SealedToken, TenantProfile Profile, Entitlement Entitlement);

/// <summary>
/// Registers tickets, whichever way they came: look-ups in one round trip, its rows in a second, the event with the commit.
/// </summary>
public sealed class TicketRegistry(NumberAllocator numbers, LinkTokens links)
{
    private const string InsertTicket = """
        INSERT INTO tickets (tenant, id, number, subject, text, channel, kind, work_type, category, impact, urgency, customer_id, contact_id,
            contact_name, contact_email, contact_phone, language, product_id, asset_id, contract_id, service_level, entitlement, channel_id,
            conversation_id, call_id, answered_at, external_reference, linked_ticket_id, progress_token_hash, opened_at, opened_by_kind,
            opened_by_id, opened_by_name, request_class, form, module, version, state, state_sequence, reopen_requested)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
            $29, $30, $31, $32, $33, $34, $35, $36, $37, 'open', 0, false)
        """;

    /// <summary>Adds the ticket and its TicketOpened to the work; 400 with a stable code when the draft names what is not there.</summary>
    public async Task<RegisteredTicket> RegisterAsync(Work work, TicketDraft draft, CancellationToken ct)
    {
        var found = await FindAsync(work, draft, ct);
        var number = await numbers.NextAsync(draft.Tenant, found.Profile.DayOf(draft.OpenedAt), ct);
        var link = links.Mint();
        var registration = Registrar.Register(draft, found, Guid.CreateVersion7(work.Now), number, link.Hash, link.Sealed);
        await InsertAsync(work, draft, registration, found.Profile.Dialling, ct);
        work.Publish(registration.Opened);
        return new RegisteredTicket(registration.Opened.TicketId!.Value, number, link.Sealed, found.Profile, registration.Entitlement);
    }

    /// <summary>What a draft refers to; 400 with a stable code when something of it does not exist or does not belong together.</summary>
    internal static async Task<TicketReferences> FindAsync(Work work, TicketDraft draft, CancellationToken ct)
    {
        var found = await ReferenceLookup.FindAsync(work, draft, ct);
        try
        {
            Registrar.Check(draft, found);
        }
        catch (ReferenceException e)
        {
            throw Problems.Invalid(e.Code);
        }

        return found;
    }

    private static async Task InsertAsync(Work work, TicketDraft draft, Registration registration, DialPlan? home, CancellationToken ct)
    {
        var t = registration.Opened;
        var insert = new NpgsqlBatchCommand(InsertTicket);
        var p = insert.Parameters;
        Text(t.Tenant);
        Id(t.TicketId);
        Text(t.Number);
        Text(t.Subject);
        Text(t.Text);
        Text(EnumText.Of(t.Channel));
        Text(EnumText.Of(t.Kind));
        Text(EnumText.Of(t.WorkType));
        Text(t.Category);
        Text(t.Impact is { } impact ? EnumText.Of(impact) : null);
        Text(t.Urgency is { } urgency ? EnumText.Of(urgency) : null);
        Id(t.CustomerId);
        Id(t.ContactId);
        Text(t.ContactName);
        Text(t.ContactEmail);
        Text(registration.ContactPhone);
        Text(t.Language);
        Id(t.ProductId);
        Id(t.AssetId);
        Id(t.ContractId);
        Text(t.ServiceLevel);
        Text(registration.Entitlement.Status);
        Id(draft.ChannelId);
        Text(draft.ConversationId);
        Id(t.CallId);
        Time(t.AnsweredAt);
        Text(t.ExternalReference);
        Id(draft.LinkedTicketId);
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = Convert.FromHexString(t.ProgressTokenHash) });
        Time(t.OccurredAt);
        Text(EnumText.Of(t.By.Kind));
        Text(t.By.Id);
        Text(t.By.Name);
        Text(draft.RequestClass);
        p.Add(new NpgsqlParameter { Value = draft.Form is null ? DBNull.Value : JsonSerializer.Serialize(draft.Form), NpgsqlDbType = NpgsqlDbType.Jsonb });
        Text(t.Module);
        Text(t.Version);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction)
        {
            BatchCommands = { insert, UnfinishedTickets.Command(t, registration.ContactPhone, home) },
        };
        await batch.ExecuteNonQueryAsync(ct);

        void Text(string? value) => p.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        void Id(Guid? value) => p.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        void Time(DateTimeOffset? value) =>
            p.Add(new NpgsqlParameter { Value = (object?)value?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
    }
}
