using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>Facts and the sums made of them.</summary>
internal sealed partial class ScoreTables
{
    public async Task<List<FactRow>> FactsAsync(string tenant, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var found = new List<FactRow>();
        if (ids.Count == 0) return found;
        await using var command = Command("""
            SELECT id, at, position, team_id, engineer_id, product_id, customer_id, contract_id, cells, counts, totals FROM score_facts WHERE tenant = $1 AND id = ANY ($2)
            """, tenant);
        Add(command, ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Guid? Id(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
            var (cells, counts, totals) = (reader.GetFieldValue<int[]>(8), reader.GetFieldValue<long[]>(9), reader.GetFieldValue<long[]>(10));
            found.Add(new FactRow(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetGuid(3), reader.GetGuid(4), Id(5), Id(6), Id(7),
                [.. cells.Select((c, i) => KeyValuePair.Create(Cell.Of(c), new Sum(counts[i], totals[i])))]));
        }

        return found;
    }

    /// <summary>Writes what is new or other, and takes away the rows of holders who have no share any more.</summary>
    public async Task SaveFactsAsync(string tenant, IReadOnlyList<FactRow> before, IReadOnlyList<FactRow> after, CancellationToken ct)
    {
        var had = before.ToDictionary(Key);
        var gone = had.Keys.Except(after.Select(Key)).ToList();
        if (gone.Count > 0)
        {
            await using var delete = Command("""
                DELETE FROM score_facts f USING unnest($2, $3, $4) AS e (id, team_id, engineer_id)
                WHERE f.tenant = $1 AND f.id = e.id AND f.team_id = e.team_id AND f.engineer_id = e.engineer_id
                """, tenant);
            Add(delete, gone.Select(g => g.Id));
            Add(delete, gone.Select(g => g.Team));
            Add(delete, gone.Select(g => g.Engineer));
            await delete.ExecuteNonQueryAsync(ct);
        }

        var changed = after.Where(f => !had.TryGetValue(Key(f), out var old) || !Same(old, f)).ToList();
        if (changed.Count == 0) return;
        await using var save = Command("""
            INSERT INTO score_facts AS f (tenant, id, at, position, team_id, engineer_id, product_id, customer_id, contract_id, marks, cells, counts, totals)
            SELECT $1, id, at, position, team_id, engineer_id, product_id, customer_id, contract_id, marks, cells::int[], counts::bigint[], totals::bigint[]
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                AS e (id, at, position, team_id, engineer_id, product_id, customer_id, contract_id, marks, cells, counts, totals)
            ON CONFLICT (tenant, id, team_id, engineer_id) DO UPDATE SET at = excluded.at, position = excluded.position, product_id = excluded.product_id,
                customer_id = excluded.customer_id, contract_id = excluded.contract_id, marks = excluded.marks, cells = excluded.cells, counts = excluded.counts, totals = excluded.totals
            """, tenant);
        Add(save, changed.Select(f => f.Id));
        Add(save, changed.Select(f => f.At.ToUniversalTime()));
        Add(save, changed.Select(f => f.Position));
        Add(save, changed.Select(f => f.Team));
        Add(save, changed.Select(f => f.Engineer));
        Add(save, changed.Select(f => f.Product));
        Add(save, changed.Select(f => f.Customer));
        Add(save, changed.Select(f => f.Contract));
        Add(save, changed.Select(f => f.Marks));
        Add(save, changed.Select(f => Numbers(f.Cells.Select(c => (long)c.Key.Code))));
        Add(save, changed.Select(f => Numbers(f.Cells.Select(c => c.Value.Count))));
        Add(save, changed.Select(f => Numbers(f.Cells.Select(c => c.Value.Total))));
        await save.ExecuteNonQueryAsync(ct);
    }

    public async Task AddMonthsAsync(string tenant, IReadOnlyList<KeyValuePair<MonthKey, Sum>> sums, CancellationToken ct)
    {
        if (sums.Count == 0) return;
        await using var add = Command("""
            INSERT INTO score_months AS m (tenant, kind, id, month, measure, bucket, count, total)
            SELECT $1, e.* FROM unnest($2, $3, $4, $5, $6, $7, $8) AS e (kind, id, month, measure, bucket, count, total)
            ON CONFLICT (tenant, kind, id, month, measure, bucket) DO UPDATE SET count = m.count + excluded.count, total = m.total + excluded.total
            """, tenant);
        void Keys(NpgsqlCommand command, IReadOnlyList<KeyValuePair<MonthKey, Sum>> of)
        {
            Add(command, of.Select(s => s.Key.Subject.Kind));
            Add(command, of.Select(s => s.Key.Subject.Id));
            Add(command, of.Select(s => s.Key.Cell.Month.Number));
            Add(command, of.Select(s => (int)s.Key.Cell.Measure));
            Add(command, of.Select(s => s.Key.Cell.Bucket));
        }

        Keys(add, sums);
        Add(add, sums.Select(s => s.Value.Count));
        Add(add, sums.Select(s => s.Value.Total));
        await add.ExecuteNonQueryAsync(ct);
        // A sum that came to nothing leaves no row, as if it had never been.
        var taken = sums.Where(s => s.Value.Count < 0 || s.Value.Total < 0).ToList();
        if (taken.Count == 0) return;
        await using var clean = Command("""
            DELETE FROM score_months m USING unnest($2, $3, $4, $5, $6) AS e (kind, id, month, measure, bucket)
            WHERE m.tenant = $1 AND m.kind = e.kind AND m.id = e.id AND m.month = e.month AND m.measure = e.measure AND m.bucket = e.bucket AND m.count = 0 AND m.total = 0
            """, tenant);
        Keys(clean, taken);
        await clean.ExecuteNonQueryAsync(ct);
    }

    public async Task AddItemsAsync(string tenant, IReadOnlyList<KeyValuePair<ItemKey, ItemSum>> sums, CancellationToken ct)
    {
        if (sums.Count == 0) return;
        await using var add = Command("""
            INSERT INTO score_items AS i (tenant, kind, id, month, item_kind, item, opened, resolved, repeats, seconds)
            SELECT $1, e.* FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) AS e (kind, id, month, item_kind, item, opened, resolved, repeats, seconds)
            ON CONFLICT (tenant, kind, id, item_kind, month, item) DO UPDATE SET
                opened = i.opened + excluded.opened, resolved = i.resolved + excluded.resolved, repeats = i.repeats + excluded.repeats, seconds = i.seconds + excluded.seconds
            """, tenant);
        void Keys(NpgsqlCommand command, IReadOnlyList<KeyValuePair<ItemKey, ItemSum>> of)
        {
            Add(command, of.Select(s => s.Key.Subject.Kind));
            Add(command, of.Select(s => s.Key.Subject.Id));
            Add(command, of.Select(s => s.Key.Month.Number));
            Add(command, of.Select(s => s.Key.Kind));
            Add(command, of.Select(s => s.Key.Item));
        }

        Keys(add, sums);
        Add(add, sums.Select(s => s.Value.Opened));
        Add(add, sums.Select(s => s.Value.Resolved));
        Add(add, sums.Select(s => s.Value.Repeats));
        Add(add, sums.Select(s => s.Value.Seconds));
        await add.ExecuteNonQueryAsync(ct);
        var taken = sums.Where(s => s.Value.Opened < 0).ToList();
        if (taken.Count == 0) return;
        await using var clean = Command("""
            DELETE FROM score_items i USING unnest($2, $3, $4, $5, $6) AS e (kind, id, month, item_kind, item)
            WHERE i.tenant = $1 AND i.kind = e.kind AND i.id = e.id AND i.month = e.month AND i.item_kind = e.item_kind AND i.item = e.item AND i.opened = 0
            """, tenant);
        Keys(clean, taken);
        await clean.ExecuteNonQueryAsync(ct);
    }

    private static (Guid Id, Guid Team, Guid Engineer) Key(FactRow row) => (row.Id, row.Team, row.Engineer);

    private static bool Same(FactRow left, FactRow right) => (left with { Cells = right.Cells }) == right && left.Cells.SequenceEqual(right.Cells);
}
