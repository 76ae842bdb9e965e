using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Board;

public sealed class The_boards_text_search(DispatchApp app)
{
    /// <summary>Each way of searching finds what a plain comparison finds, narrowed and in the list's order as without a text.</summary>
    [Theory]
    [InlineData("过账")]
    [InlineData("法过")]
    [InlineData("账")]
    [InlineData("凭证无法过账")]
    [InlineData("サポ")]
    [InlineData("pos")]
    [InlineData("PO")]
    [InlineData("x")]
    [InlineData("過帳")]
    [InlineData("100%")]
    public async Task Finds_what_holds_the_text(string text)
    {
        var vendor = app.NewVendor();
        string[] subjects = ["凭证无法过账", "Invoices cannot be posted", "サポート依頼", "过\u0020账", "Box 100% full", "POS 过账慢"];
        var opened = subjects.Select(s => vendor.Opening() with { Subject = s }).ToList();
        foreach (var opening in opened) await app.DeliverAsync(opening);
        await vendor.ActAsync(opened[^1].AggregateId, "pause", new { reason = "scheduled" });
        var expected = opened.Where(o => o.Subject.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(o => o.AggregateId).ToHashSet();
        Assert.Equal(expected.Order(), (await FindAsync(vendor, text)).Order());
        Assert.Equal(expected.Where(id => id == opened[^1].AggregateId), await FindAsync(vendor, text, "&state=waiting"));
        Assert.Empty(await FindAsync(app.NewVendor(), text));
    }

    [Fact]
    public async Task Finds_a_whole_number_in_any_case_and_a_part_of_one()
    {
        var vendor = app.NewVendor();
        var opened = Enumerable.Range(0, 3).Select(_ => vendor.Opening()).ToList();
        foreach (var opening in opened) await app.DeliverAsync(opening);
        Assert.Equal([opened[1].AggregateId], await FindAsync(vendor, opened[1].Number.ToLowerInvariant()));
        Assert.Equal(opened.Select(o => o.AggregateId).Order(), (await FindAsync(vendor, "T-20261122-00000")).Order());
        Assert.Empty(await FindAsync(vendor, "T-20261122-999999"));
    }

    /// <summary>More than are named: the list is gone through in its order instead, page by page; at once, where the statistics say that it is common.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Finds_what_very_many_hold(bool known)
    {
        var vendor = app.NewVendor();
        var opening = vendor.Opening();
        await app.DeliverAsync(opening);
        await ExecuteAsync($"""
            DO $$ DECLARE cols text; BEGIN
                SELECT string_agg(column_name, ',') INTO cols FROM information_schema.columns
                WHERE table_name = 'tickets' AND is_generated = 'NEVER' AND column_name <> ALL ('{"{id,progress_token_hash,number}"}');
                EXECUTE format('INSERT INTO tickets (id, progress_token_hash, number, %s) SELECT gen_random_uuid(), gen_random_uuid()::text, ''N-'' || i, %s FROM tickets, generate_series(1, {(known ? 5000 : 2100)}) i WHERE id = ''{opening.AggregateId}''', cols, cols);
            END $$
            """);
        if (known) await ExecuteAsync("ANALYZE ticket_texts");
        var first = await vendor.GetAsync("/api/v1/board?q=posted&limit=200");
        Assert.Equal(200, first.GetProperty("items").GetArrayLength());
        var second = await vendor.GetAsync($"/api/v1/board?q=posted&limit=200&cursor={first.GetProperty("next").GetString()}");
        var ids = new[] { first, second }.SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(400, ids.Distinct().Count());
        Assert.Equal(ids[..200], (await vendor.GetAsync("/api/v1/board?limit=200")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
        // Common as the word is, nothing here is in that state, and the end of a list is its end.
        Assert.Empty(await FindAsync(vendor, "posted", "&state=waiting"));
        Assert.Equal([opening.AggregateId], await FindAsync(vendor, opening.Number));
    }

    private static async Task<IEnumerable<Guid>> FindAsync(Vendor vendor, string text, string more = "") =>
        [.. (await vendor.GetAsync($"/api/v1/board?q={Uri.EscapeDataString(text)}{more}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())];

    private async Task ExecuteAsync(string sql)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
