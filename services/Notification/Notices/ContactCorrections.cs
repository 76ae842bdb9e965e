using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Notification.Notices;

/// <summary>A ticket whose contact was corrected: what is written from now on goes to the right one. What was sent stays sent, and nobody is told of it.</summary>
public sealed class OnTicketContactChanged : IHandle<TicketContactChanged>
{
    private const string Correct = """
        UPDATE ticket_copies SET customer_name = $3, contact_name = $4, contact_email = $5, language = $6, contact_id = $7 WHERE tenant = $1 AND ticket_id = $2
        """;

    /// <inheritdoc />
    public async Task HandleAsync(TicketContactChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Correct, work.Connection, work.Transaction);
        foreach (var value in new object?[] { e.Tenant, e.TicketId!.Value, e.CustomerName, e.ContactName, e.ContactEmail, e.Language, e.ContactId })
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            throw new NotYetException("The ticket has not arrived.");
    }
}
