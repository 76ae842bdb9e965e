using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Record.Heads;
using ServiceMesh.Insight.Record.Verification;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Record.Export;

/// <summary>One ticket's whole record, to keep or to hand over.</summary>
public static class RecordEndpoints
{
    private const string Missing = """
        SELECT s.publisher, n FROM (
            SELECT publisher, max(sequence) AS last FROM timeline WHERE aggregate = $2 AND publisher IN (SELECT DISTINCT publisher FROM timeline WHERE tenant = $1 AND ticket_id = $2)
            GROUP BY publisher HAVING max(sequence) <> count(*)) s
        CROSS JOIN LATERAL generate_series(1, s.last) AS n
        WHERE NOT EXISTS (SELECT FROM timeline t WHERE t.publisher = s.publisher AND t.aggregate = $2 AND t.sequence = n) ORDER BY 1, 2 LIMIT 1000
        """;

    private const string Signed = """
        SELECT day, position, hash, signed_at, key_id, signature FROM day_heads h
        WHERE tenant = $1 AND EXISTS (
            SELECT FROM unnest($2) AS e (position) WHERE e.position <= h.position
            AND e.position > (SELECT coalesce(max(b.position), 0) FROM day_heads b WHERE b.tenant = $1 AND b.day < h.day))
        ORDER BY day
        """;

    /// <summary>
    /// GET /api/v1/insight/tickets/{ticketId}/record?view: every event with whole texts, and in the internal view with what it takes to recompute its hash
    /// (see the record's README). <c>view</c> as for the timeline. Staff only; 404 <c>ticket.not-found</c>.
    /// </summary>
    public static void MapTicketRecord(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/insight/tickets/{ticketId:guid}/record", ReadAsync).RequireRoles(Roles.Staff);

    private static async Task<TicketRecord> ReadAsync(
        Guid ticketId, Caller caller, HttpContext http, NpgsqlDataSource database, HeadKeys keys, DatabaseClock clock, CancellationToken ct, string? view = null)
    {
        var forCustomer = TimelineView.IsForCustomer(view);
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await StoredRows.OfTicketAsync(connection, caller.Tenant, ticketId, ct);
        if (rows.Count == 0) throw Problems.NotFound("ticket.not-found");
        RecordedEvent[] events = [.. rows.Select(r => Event(r.Row, r.Before, forCustomer)).OfType<RecordedEvent>()];
        var opened = rows.FirstOrDefault(r => r.Row.Link.Type == "TicketOpened").Row;
        var number = opened is null ? null : JsonSerializer.Deserialize<JsonElement>(opened.Link.Data).GetProperty("number").GetString();
        http.Response.Headers.ContentDisposition = new ContentDisposition { FileName = $"{Safe(number) ?? ticketId.ToString()}-{(forCustomer ? "customer" : "record")}.json" }.ToString();
        return new TicketRecord(
            caller.Tenant, ticketId, number, forCustomer ? "customer" : "internal", clock.Now, caller.Name, events,
            await MissingAsync(connection, caller.Tenant, ticketId, ct),
            forCustomer ? [] : await SignedAsync(connection, caller.Tenant, [.. rows.Select(r => r.Row.Link.Position)], ct),
            forCustomer ? null : keys.PublicKey);
    }

    private static RecordedEvent? Event(StoredRow row, byte[]? before, bool forCustomer)
    {
        var link = row.Link;
        var (customer, staff) = (Json(row.Customer.Json), Json(row.Staff.Json));
        var data = Layers.Merge(excerpts: false, Json(link.Data), customer, staff);
        if (forCustomer && CustomerView.Of(link.Type, data) is var shown)
        {
            if (shown is null) return null;
            data = shown.Value;
        }
        var by = new TimelineActor(link.ActorKind, TimelineView.ActorName(link.ActorKind == "customer" ? customer : staff));
        var proof = forCustomer ? null : new RecordProof(
            Json(link.Text())!.Value, Convert.ToHexStringLower(before ?? Chain.Start), Convert.ToHexStringLower(row.Hash),
            Convert.ToHexStringLower(link.Hash(before ?? Chain.Start)) == Convert.ToHexStringLower(row.Hash),
            customer, Hex(row.Customer.Salt), staff, Hex(row.Staff.Salt));
        return new RecordedEvent(
            row.EventId, link.Position, link.ArrivedAt, link.At, link.Type, by, Summary.Of(link.Type, data), data, forCustomer ? null : link.TraceId, row.ErasedAt, proof);
    }

    private static async Task<IReadOnlyList<MissingEvent>> MissingAsync(NpgsqlConnection connection, string tenant, Guid ticket, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Missing, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ticket });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var missing = new List<MissingEvent>();
        while (await reader.ReadAsync(ct)) missing.Add(new MissingEvent(reader.GetString(0), reader.GetInt64(1)));
        return missing;
    }

    private static async Task<IReadOnlyList<HeadFile>> SignedAsync(NpgsqlConnection connection, string tenant, long[] positions, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Signed, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = positions });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var heads = new List<HeadFile>();
        while (await reader.ReadAsync(ct))
        {
            heads.Add(new HeadFile(
                tenant, reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(2)),
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), Convert.ToBase64String(reader.GetFieldValue<byte[]>(5))));
        }
        return heads;
    }

    private static JsonElement? Json(byte[]? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);

    private static string? Safe(string? name) => name?.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') == true ? name : null;
}

/// <param name="Tenant">Whose ticket.</param>
/// <param name="TicketId">Its id.</param>
/// <param name="Number">Its number; null while its opening has not arrived.</param>
/// <param name="View"><c>internal</c> or <c>customer</c>.</param>
/// <param name="ExportedAt">When this was taken (UTC).</param>
/// <param name="ExportedBy">Who took it.</param>
/// <param name="Events">Every event in order of time.</param>
/// <param name="Missing">Numbers that are missing in the ticket's streams: on their way, or lost. Empty when it is complete.</param>
/// <param name="Heads">The signed heads that cover these events; days still open have none.</param>
/// <param name="PublicKey">The public key that signs now, PEM.</param>
public sealed record TicketRecord(
    string Tenant, Guid TicketId, string? Number, string View, DateTimeOffset ExportedAt, string ExportedBy, IReadOnlyList<RecordedEvent> Events,
    IReadOnlyList<MissingEvent> Missing, IReadOnlyList<HeadFile> Heads, string? PublicKey);

/// <param name="Id">Publisher, aggregate and sequence.</param>
/// <param name="Position">Its number in the tenant's record, in order of arrival.</param>
/// <param name="ArrivedAt">When it was kept (UTC).</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Type">The event's name.</param>
/// <param name="By">Who caused it.</param>
/// <param name="Summary">One short English line.</param>
/// <param name="Data">Everything it said, with whole texts.</param>
/// <param name="TraceId">The trace it happened in.</param>
/// <param name="ErasedAt">When names and words were erased on request.</param>
/// <param name="Proof">What its hash is made of; null for the customer.</param>
public sealed record RecordedEvent(
    string Id, long Position, DateTimeOffset ArrivedAt, DateTimeOffset At, string Type, TimelineActor By, string Summary, JsonElement Data, string? TraceId,
    DateTimeOffset? ErasedAt, RecordProof? Proof);

/// <param name="Row">The row whose canonical JSON is hashed.</param>
/// <param name="Previous">The chain's hash before it, lower-case hex.</param>
/// <param name="Hash">The chain's hash with it.</param>
/// <param name="Holds">Whether the one follows from the other.</param>
/// <param name="Customer">The customer's part; null when there is none or it was erased.</param>
/// <param name="CustomerSalt">Its salt.</param>
/// <param name="Staff">The staff's part.</param>
/// <param name="StaffSalt">Its salt.</param>
public sealed record RecordProof(
    JsonElement Row, string Previous, string Hash, bool Holds, JsonElement? Customer, string? CustomerSalt, JsonElement? Staff, string? StaffSalt);

/// <param name="Publisher">Whose stream.</param>
/// <param name="Sequence">The number that is missing.</param>
public sealed record MissingEvent(string Publisher, long Sequence);
