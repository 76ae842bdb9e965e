using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.TheRecordIsAChain;

public sealed class ChainTests(InsightHost insight)
{
    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task Positions_have_no_holes_and_arrival_never_goes_back_whatever_comes_twice()
    {
        var events = Keeper.Tickets(_tenant, 30);
        await insight.DeliverAsync(events.Concat(events.Take(100)).Reverse());
        await insight.DeliverAsync(events.Skip(50));

        Assert.Equal(
            Enumerable.Range(1, events.Length).Select(n => n.ToString(null, null)),
            await insight.ColumnAsync("SELECT position FROM timeline WHERE tenant = $1 ORDER BY position", _tenant));
        Assert.Equal(0L, await insight.ScalarAsync(
            "SELECT count(*) FROM timeline a JOIN timeline b ON a.tenant = b.tenant AND b.position = a.position + 1 WHERE a.tenant = $1 AND b.arrived_at < a.arrived_at", _tenant));
        var result = await insight.VerifyAsync(_tenant);
        Assert.True(result.Intact, JsonSerializer.Serialize(result.Findings));
        Assert.Equal(events.Length, result.Checked);
    }

    [Fact]
    public async Task Two_instances_with_the_same_events_at_once_make_one_chain()
    {
        await using var second = insight.Instance();
        var events = Keeper.Tickets(_tenant, 60);
        var other = second.Services.GetRequiredService<IEventDelivery>();
        var ct = TestContext.Current.CancellationToken;

        // Some under the same message id (delivered again elsewhere), some under another.
        var ids = events.Select(_ => Guid.CreateVersion7()).ToArray();
        var first = insight.Services.GetRequiredService<IEventDelivery>();
        await Task.WhenAll(
            events.Select((e, i) => first.DeliverAsync(e, ids[i], ct))
                .Concat(events.Reverse().Select((e, i) => other.DeliverAsync(e, i % 2 == 0 ? ids[events.Length - 1 - i] : Guid.CreateVersion7(), ct))));

        var result = await insight.VerifyAsync(_tenant);
        Assert.True(result.Intact, JsonSerializer.Serialize(result.Findings));
        Assert.Equal(events.Length, result.Checked);
        Assert.Equal(60, (await insight.DayAsync(_tenant, "2026-11-20")).GetProperty("opened").GetInt32());
    }

    [Fact]
    public async Task Anybody_can_recompute_a_tickets_hashes_and_seals_from_its_export()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened(), story.Assigned(), story.Paused(), story.Closed(), story.Answered(3));
        await insight.CloseTodayAsync(_tenant);

        var record = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/record");

        var events = record.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(5, events.Length);
        foreach (var proof in events.Select(e => e.GetProperty("proof")))
        {
            // Written anew here, on purpose: the format must be open to others.
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(proof.GetProperty("row"))));
            var hash = SHA256.HashData([.. Convert.FromHexString(proof.GetProperty("previous").GetString()!), .. digest]);
            Assert.Equal(proof.GetProperty("hash").GetString(), Convert.ToHexStringLower(hash));
            Assert.True(proof.GetProperty("holds").GetBoolean());
            foreach (var (part, seal) in new[] { ("customer", "customerSeal"), ("staff", "staffSeal") })
            {
                if (proof.GetProperty(part).ValueKind == JsonValueKind.Null) continue;
                var sealedHash = SHA256.HashData([.. Convert.FromHexString(proof.GetProperty(part + "Salt").GetString()!), .. Encoding.UTF8.GetBytes(Sorted(proof.GetProperty(part)))]);
                Assert.Equal(proof.GetProperty("row").GetProperty(seal).GetString(), Convert.ToHexStringLower(sealedHash));
            }
        }
        var head = Assert.Single(record.GetProperty("heads").EnumerateArray());
        Assert.Equal(5, head.GetProperty("position").GetInt64());
        using var key = ECDsa.Create();
        key.ImportFromPem(record.GetProperty("publicKey").GetString());
        var text = $$"""{"day":"{{head.GetProperty("day").GetString()}}","hash":"{{head.GetProperty("hash").GetString()}}","position":5,"tenant":"{{_tenant}}"}""";
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(head.GetProperty("signature").GetString()!), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Rows_hold_no_name_and_no_word_of_anybody()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened(), story.Assigned(), story.Paused());

        var rows = string.Concat(await insight.ColumnAsync("SELECT t::text FROM timeline t WHERE tenant = $1", _tenant));
        Assert.DoesNotContain("Wang", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("Li Na", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("Printer", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", rows + string.Concat(await insight.ColumnAsync("SELECT p::text FROM personal p WHERE tenant = $1", _tenant)), StringComparison.Ordinal);
        Assert.Contains("T-20261120-000001", rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_customers_view_has_no_internals_and_the_whole_record_has_whole_texts()
    {
        var story = new Story(_tenant);
        await insight.DeliverAsync(story.Opened(), story.Noted("Do not tell them"), story.Assigned(), story.Breached(), story.Closed());

        var seen = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/timeline?view=customer");
        Assert.Equal(["TicketOpened", "TicketAssigned", "TicketClosed"], seen.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("type").GetString()));
        Assert.DoesNotContain("matrix", seen.GetRawText(), StringComparison.Ordinal);
        var handedOver = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/record?view=customer");
        Assert.DoesNotContain("Do not tell", handedOver.GetRawText(), StringComparison.Ordinal);
        Assert.All(handedOver.GetProperty("events").EnumerateArray(), e => Assert.Equal(JsonValueKind.Null, e.GetProperty("proof").ValueKind));
        var whole = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/record");
        Assert.Contains("Do not tell", whole.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(5_000, whole.GetProperty("events")[0].GetProperty("data").GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task The_record_says_which_of_a_tickets_events_are_missing()
    {
        var story = new Story(_tenant);
        Event[] events = [story.Opened(), story.Triaged(), story.Assigned(), story.Paused(), story.Closed()];
        await insight.DeliverAsync(events.Where((_, i) => i != 2));

        var record = await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/record");

        var missing = Assert.Single(record.GetProperty("missing").EnumerateArray());
        Assert.Equal("dispatch", missing.GetProperty("publisher").GetString());
        Assert.Equal(2, missing.GetProperty("sequence").GetInt64());
        await insight.DeliverAsync(events[2]);
        Assert.Empty((await insight.GetAsync(_tenant, $"/api/v1/insight/tickets/{story.Ticket}/record")).GetProperty("missing").EnumerateArray());
    }

    private static string Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"\"{p.Name}\":{Sorted(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString(), s_plain),
        _ => value.GetRawText(),
    };

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
