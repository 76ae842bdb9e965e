using System.Text.Json;
using ServiceMesh.Insight.Domain;
using ServiceMesh.Insight.Record;
using ServiceMesh.Insight.Record.Verification;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

/// <summary>The walk along the chain by itself: every single harm to any row is found, at that row.</summary>
public sealed class ChainCheckTests
{
    private const int Rows = 40;

    private static readonly Dictionary<string, Func<ChainLink, ChainLink>> s_changes = new()
    {
        ["publisher"] = l => l with { Publisher = "sla" },
        ["aggregate"] = l => l with { Aggregate = Guid.NewGuid() },
        ["sequence"] = l => l with { Sequence = l.Sequence + 1000 },
        ["type"] = l => l with { Type = "TicketCancelled" },
        ["at"] = l => l with { At = l.At.AddTicks(10) },
        ["arrived"] = l => l with { ArrivedAt = l.ArrivedAt.AddTicks(10) },
        ["ticket"] = l => l with { TicketId = null },
        ["kind"] = l => l with { ActorKind = "system" },
        ["actor"] = l => l with { ActorId = "somebody" },
        ["data"] = l => l with { Data = "{\"n\":0}"u8.ToArray() },
        ["trace"] = l => l with { TraceId = "00" },
    };

    [Fact]
    public void Nothing_is_found_where_nothing_was_done() => Assert.Empty(Check(Chain(Rows)).Findings);

    [Theory]
    [InlineData("publisher"), InlineData("aggregate"), InlineData("sequence"), InlineData("type"), InlineData("at"), InlineData("arrived"), InlineData("ticket")]
    [InlineData("kind"), InlineData("actor"), InlineData("data"), InlineData("trace")]
    public void A_change_of_any_field_of_any_row_is_found_at_that_row(string field)
    {
        for (var i = 0; i < Rows; i++)
        {
            var rows = Chain(Rows);
            rows[i] = rows[i] with { Link = s_changes[field](rows[i].Link) };

            var finding = Assert.Single(Check(rows).Findings);

            Assert.Equal(("changed", i + 1L), (finding.Kind, finding.Position));
        }
    }

    [Fact]
    public void Any_row_taken_out_is_found_with_and_without_renumbering()
    {
        for (var i = 0; i < Rows - 2; i++)
        {
            var rows = Chain(Rows);
            rows.RemoveAt(i);
            var finding = Assert.Single(Check(rows).Findings);
            Assert.Equal(("removed", i + 1L, i + 1L), (finding.Kind, finding.Position, finding.Until));

            for (var j = i; j < rows.Count; j++) rows[j] = Renumbered(rows[j], -1);
            var found = Check(rows).Findings;
            Assert.Equal(("removed", i + 1L), (found[0].Kind, found[0].Position));
            Assert.Equal(("removed", (long)Rows), (found[1].Kind, found[1].Position));
            Assert.Equal(2, found.Count);
        }
    }

    [Fact]
    public void Any_row_put_between_is_found_as_such_although_the_rest_is_renumbered()
    {
        for (var i = 1; i < Rows - 1; i++)
        {
            var rows = Chain(Rows);
            var put = rows[i] with { Link = rows[i].Link with { Type = "Forged" }, Hash = new byte[32] };
            for (var j = i; j < rows.Count; j++) rows[j] = Renumbered(rows[j], +1);
            rows.Insert(i, put);

            var finding = Assert.Single(Check(rows, Rows + 1).Findings);

            Assert.Equal(("inserted", i + 1L, "Forged"), (finding.Kind, finding.Position, finding.Type));
        }
    }

    [Fact]
    public void Two_rows_of_one_position_are_one_too_many()
    {
        var rows = Chain(Rows);
        rows.Insert(8, rows[7] with { Link = rows[7].Link with { Type = "Forged" } });

        Assert.Equal(("inserted", 8L, "Forged"), Check(rows).Findings.Select(f => (f.Kind, f.Position, f.Type)).Single());
    }

    private static List<StoredRow> Chain(int rows)
    {
        var head = new ChainHead("t", 0, Domain.Chain.Start.ToArray(), DateTimeOffset.MinValue);
        var start = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, rows).Select(i =>
        {
            var parts = new EventParts(JsonSerializer.SerializeToUtf8Bytes(new { n = i + 1 }), i % 2 == 0 ? "{\"text\":\"hello\"}"u8.ToArray() : null, null, null);
            var row = head.Append(
                new Arrival("dispatch", Guid.NewGuid(), i + 1, "t", Guid.NewGuid(), start.AddMinutes(-i), default, "WorkStarted", "staff", "a1", null, parts), start.AddSeconds(i));
            return new StoredRow(row.Link, row.Hash, new StoredPart(parts.Customer, row.CustomerSalt), new StoredPart(null, null), null);
        })];
    }

    private static StoredRow Renumbered(StoredRow row, int by) => row with { Link = row.Link with { Position = row.Link.Position + by } };

    private static ChainCheck Check(IEnumerable<StoredRow> rows, long head = Rows)
    {
        var check = new ChainCheck(head, new Dictionary<long, IReadOnlyList<(DateOnly, byte[])>>(), new HashSet<DateTimeOffset>());
        foreach (var row in rows) check.Next(row);
        check.End();
        return check;
    }
}
