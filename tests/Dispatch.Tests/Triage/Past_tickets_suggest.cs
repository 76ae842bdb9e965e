using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Triage;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Triage;

public sealed class Past_tickets_suggest(DispatchApp app)
{
    [Fact]
    public async Task Class_fault_product_and_solution_with_the_tickets_that_speak_for_them()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var u8 = await ProductAsync(vendor, "U8", "用友 U8");
        var first = await SolvedAsync(vendor, "用友 U8 凭证无法过账", "月结时提示凭证无法过账，期间已关闭", "finance", "posting", "重新打开会计期间", u8);
        await SolvedAsync(vendor, "凭证过账报错", "过账时系统报错", "finance", "posting", "重新打开会计期间", u8);
        await SolvedAsync(vendor, "Printer jams", "Paper jam in tray two", "hardware", "jam", "Removed the paper", null);

        var chinese = await vendor.PostAsync("/api/v1/triage/suggestions", new { subject = "总账凭证无法过账", text = "请尽快处理" });
        var category = chinese.GetProperty("categories")[0];
        Assert.Equal("finance", category.GetProperty("value").GetString());
        Assert.Equal(first.Number, category.GetProperty("because")[0].GetProperty("number").GetString());
        Assert.Contains("过账", category.GetProperty("because")[0].GetProperty("words").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal("posting", chinese.GetProperty("faultClasses")[0].GetProperty("value").GetString());
        Assert.Equal(("用友 U8", u8.ToString()), (chinese.GetProperty("products")[0].GetProperty("name").GetString(), chinese.GetProperty("products")[0].GetProperty("value").GetString()));
        // The same solution of two tickets is one.
        Assert.Equal("重新打开会计期间", Assert.Single(chinese.GetProperty("solutions").EnumerateArray()).GetProperty("resolution").GetString());

        var open = vendor.Opening() with { Subject = "The printer jams again" };
        await app.DeliverAsync(open);
        var english = await vendor.GetAsync($"/api/v1/work/{open.AggregateId}/suggestions");
        Assert.Equal("hardware", english.GetProperty("categories")[0].GetProperty("value").GetString());
        Assert.Equal("Removed the paper", english.GetProperty("solutions")[0].GetProperty("resolution").GetString());

        // A wrong letter is found by its trigrams.
        var misspelt = await vendor.PostAsync("/api/v1/triage/suggestions", new { subject = "Printr jamss" });
        Assert.Equal("hardware", misspelt.GetProperty("categories")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Nothing_of_other_tenants_nothing_for_nothing_and_nothing_that_was_not_solved_after_all()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var solved = await SolvedAsync(vendor, "Printer jams", "Paper jam", "hardware", "jam", "Removed the paper", null);
        Assert.Empty(Categories(await app.NewVendor().PostAsync("/api/v1/triage/suggestions", new { subject = "Printer jams" })));
        Assert.Empty(Categories(await vendor.PostAsync("/api/v1/triage/suggestions", new { subject = "??? !!!" })));
        Assert.Empty(Categories(await vendor.PostAsync("/api/v1/triage/suggestions", new { subject = "it's 'quoted' \\ & | ! <-> :*" })));
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/v1/triage/suggestions", new { subject = " " }));
        Assert.Equal("ticket.not-found", await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/work/{Guid.CreateVersion7()}/suggestions", null));
        await vendor.ActAsync(solved.AggregateId, "reopen", new { reason = "Again" });
        Assert.Empty(Categories(await vendor.PostAsync("/api/v1/triage/suggestions", new { subject = "Printer jams" })));
    }

    [Theory]
    [InlineData("SAP 过账失败!", new[] { "sap", "过账", "账失", "失败" })]
    [InlineData("The printer, the PRINTER", new[] { "printer" })]
    [InlineData("ＡＢＣ 123", new[] { "abc", "123" })]
    [InlineData("", new string[0])]
    public void Words_of_a_text(string text, string[] words) => Assert.Equal(words, SearchWords.Of(text, 40));

    private async Task<TicketOpened> SolvedAsync(Vendor vendor, string subject, string text, string category, string fault, string resolution, Guid? product)
    {
        var opening = vendor.Opening(category: category) with { Subject = subject, Text = text, ProductId = product, ProductName = product is null ? null : "用友 U8" };
        await app.DeliverAsync(opening);
        await vendor.ActAsync(opening.AggregateId, "resolve", new { resolution, causeCode = "known", faultClass = fault });
        return opening;
    }

    private async Task<Guid> ProductAsync(Vendor vendor, string code, string name)
    {
        var id = Guid.CreateVersion7();
        await app.DeliverAsync(new ProductChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, ProductId = id, Code = code, Name = name, Stream = new StreamPosition("intake", id, 1),
        });
        return id;
    }

    private static JsonElement.ArrayEnumerator Categories(JsonElement view) => view.GetProperty("categories").EnumerateArray();
}
