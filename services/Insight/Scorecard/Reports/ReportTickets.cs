using System.Globalization;
using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Scorecard.Cards;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Reports;

/// <summary>
/// The tickets behind a frozen report, kept with it: they add up to its figures whatever comes late. The rows are copied at the moment of the database at which its cards
/// were read, from one connection to the other without being looked at.
/// </summary>
internal static class ReportTickets
{
    private const string Columns = "tenant, report_id, subject_id, id, at, team_id, engineer_id, marks, cells, counts, totals, number, severity, repeat_of, came_back_as";

    /// <summary>Keeps the rows of all subjects of the report's kind that have figures in its months.</summary>
    public static async Task KeepAsync(CardReader reader, StoredReport report, NpgsqlConnection into, CancellationToken ct)
    {
        // COPY takes no parameters: a setting of this transaction names the tenant, the rest are numbers and an id.
        await using (var name = new NpgsqlCommand("SELECT set_config('insight.tenant', $1, true)", reader.Connection) { Parameters = { new() { Value = reader.Tenant } } })
        {
            await name.ExecuteNonQueryAsync(ct);
        }

        var (first, after) = (new Cell(report.Span.From, 0, 0).Code, new Cell(report.Span.To + 1, 0, 0).Code);
        var subject = SubjectOf(report.Kind);
        var rows = string.Create(CultureInfo.InvariantCulture, $"""
            COPY (SELECT f.tenant, '{report.Id}'::uuid, {subject}, f.id, f.at, f.team_id, f.engineer_id, f.marks, f.cells, f.counts, f.totals, t.number, t.severity, t.repeat_of, t.came_back_as
                FROM score_facts f LEFT JOIN score_tickets t ON t.tenant = f.tenant AND t.ticket_id = f.id
                WHERE f.tenant = current_setting('insight.tenant') AND {subject} IS NOT NULL AND f.cells[1] < {after} AND f.cells[cardinality(f.cells)] >= {first}
                    AND EXISTS (SELECT FROM unnest(f.cells) AS c WHERE c >= {first} AND c < {after})) TO STDOUT (FORMAT binary)
            """);
        await using var from = await reader.Connection.BeginRawBinaryCopyAsync(rows, ct);
        await using var to = await into.BeginRawBinaryCopyAsync($"COPY score_report_facts ({Columns}) FROM STDIN (FORMAT binary)", ct);
        await from.CopyToAsync(to, ct);
    }

    /// <summary>
    /// GET /api/v1/insight/scorecard-reports/{id}/tickets?subject&amp;dimension|measure&amp;bucket&amp;limit&amp;cursor: the tickets behind a figure as they were when the report was
    /// frozen. 404 <c>report.not-found</c>, <c>scorecard.not-found</c> for a subject that is not in it; 409 <c>report.tickets-not-kept</c> for reports from before tickets were kept.
    /// </summary>
    public static async Task<TicketsPage> ReadAsync(
        Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct, Guid? subject = null, string? dimension = null, string? measure = null, int? bucket = null, string? cursor = null,
        int limit = 50)
    {
        var (of, after) = TicketsBehind.Asked(dimension, measure, bucket, limit, cursor);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var report = await ReportTable.FindAsync(connection, caller.Tenant, id, ct) ?? throw Problems.NotFound("report.not-found");
        var content = ReportContent.Read(report.Content);
        var card = subject ?? Guid.Empty;
        if (content.Cards.All(c => c.Id != card)) throw Problems.NotFound("scorecard.not-found");
        if (!content.TicketsKept) throw Problems.Conflict("report.tickets-not-kept", "The report was frozen before tickets were kept with it.");
        var ids = report.Kind == Subject.Vendor ? content.Products?.GetValueOrDefault(card) ?? [] : [card];
        var wanted = new Wanted(of, bucket, report.Span);
        await using var command = new NpgsqlCommand("""
            SELECT f.id, f.at, f.team_id, f.engineer_id, f.cells, f.counts, f.totals, f.number, f.severity, f.repeat_of, f.came_back_as
            FROM score_report_facts f
            WHERE f.tenant = $1 AND f.report_id = $2 AND f.subject_id = ANY ($3)
                AND f.at <= $4 AND (f.at < $4 OR (f.id, f.team_id, f.engineer_id) > ($5, $6, $7)) AND f.marks & $8 <> 0 AND f.cells && $9
            ORDER BY f.at DESC, f.id, f.team_id, f.engineer_id LIMIT $10
            """, connection);
        foreach (var value in new object[]
        {
            caller.Tenant, report.Id, ids.ToArray(), (after?.At ?? DateTimeOffset.MaxValue.AddYears(-1)).ToUniversalTime(), after?.Id ?? Guid.Empty, after?.Team ?? Guid.Empty,
            after?.Engineer ?? Guid.Empty, wanted.Marks, wanted.Cells.ToArray(), limit + 1,
        })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return TicketsBehind.Page(await TicketsBehind.RowsAsync(command, wanted.Cells.ToHashSet().Contains, ct), limit, after);
    }

    /// <summary>Whose a row is, of all it counts for. A vendor's rows are those of its products.</summary>
    private static string SubjectOf(string kind) => kind switch
    {
        Subject.All => "'00000000-0000-0000-0000-000000000000'::uuid",
        Subject.Team => "nullif(f.team_id, '00000000-0000-0000-0000-000000000000')",
        Subject.Engineer => "nullif(f.engineer_id, '00000000-0000-0000-0000-000000000000')",
        Subject.Customer => "f.customer_id",
        Subject.Contract => "f.contract_id",
        _ => "f.product_id",
    };
}
