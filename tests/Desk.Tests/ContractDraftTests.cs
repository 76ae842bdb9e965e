using System.Text.Json;
using ServiceMesh.Desk.Terms;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class What_somebody_types_of_a_signed_contract
{
    private const string Stored = """
        {"id":"01978000-0000-7000-8000-000000000001","customerId":"01978000-0000-7000-8000-000000000002","customerName":"Plant","number":"K-1","startsOn":"2026-01-01","endsOn":"2026-12-31",
         "serviceLevel":"gold","productIds":["01978000-0000-7000-8000-000000000003"],"assetIds":["01978000-0000-7000-8000-000000000004"],"monthlyFee":12000.5,"currency":"CNY","casePrice":800,
         "monthlyCreditCapPercent":20,"plan":"Gold","channels":["im","hotline"],"caseLimit":50,"visitLimit":4,"upgradesIncluded":false,"endOfSupport":"2030-12-31","ofALaterVersion":{"a":1}}
        """;

    [Fact]
    public void Sends_back_everything_that_the_contract_had_what_the_form_does_not_know_included()
    {
        var contract = JsonSerializer.Deserialize<ContractShape>(Stored, JsonSerializerOptions.Web)!;
        var sent = Sent(ContractDraft.Of(contract));
        using var stored = JsonDocument.Parse(Stored);
        foreach (var field in stored.RootElement.EnumerateObject().Where(f => f.Name is not ("id" or "customerName" or "channels")))
            Assert.True(JsonElement.DeepEquals(field.Value, sent.GetProperty(field.Name)), field.Name);
        Assert.Equal(["hotline", "im"], sent.GetProperty("channels").EnumerateArray().Select(c => c.GetString()));
        Assert.False(sent.TryGetProperty("id", out _));
    }

    [Fact]
    public void Is_money_with_its_currency_and_what_the_limit_comes_to()
    {
        var draft = ContractDraft.New(new(2026, 11, 23));
        Assert.Equal((new(2026, 11, 23), new(2027, 11, 22)), (draft.StartsOn!.Value, draft.EndsOn!.Value));
        Assert.Equal("customerId", Assert.Single(draft.Unreadable()).Key);
        (draft.MonthlyFee, draft.Currency, draft.MonthlyCreditCap, draft.CasePrice) = (12_000, " usd ", 12.5m, null);
        Assert.Equal(1_500m, draft.MostCredit);
        var sent = Sent(draft);
        Assert.Equal((12_000m, "USD", 12.5m), (sent.GetProperty("monthlyFee").GetDecimal(), sent.GetProperty("currency").GetString(), sent.GetProperty("monthlyCreditCapPercent").GetDecimal()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (sent.GetProperty("casePrice").ValueKind, sent.GetProperty("channels").ValueKind));
        draft.MonthlyCreditCap = null;
        Assert.Null(draft.MostCredit);
    }

    [Theory]
    [InlineData("contract.ends-before-start", "endsOn")]
    [InlineData("contract.currency-missing", "currency")]
    [InlineData("contract.number-taken", "number")]
    [InlineData("customer.unknown", "customerId")]
    [InlineData("product.unknown", "productIds")]
    public void Is_refused_at_its_field_in_both_languages(string code, string field)
    {
        var error = Assert.Single(ContractProblems.Of(new GatewayException(400, code, null, null))!.ByPath);
        Assert.Equal(field, error.Key);
        Assert.Equal(error.Value[0], Words.English.FieldProblem(error.Value[0]));
        Assert.DoesNotContain("填写有误", Words.Chinese.FieldProblem(error.Value[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("ServiceLevel")]
    [InlineData("MonthlyFee")]
    [InlineData("casePrice")]
    [InlineData("MonthlyCreditCapPercent")]
    [InlineData("Currency")]
    [InlineData("CaseLimit")]
    [InlineData("visitLimit")]
    [InlineData("Plan")]
    public void Says_the_bounds_of_a_field_in_both_languages(string named)
    {
        var refusal = new GatewayException(400, "request.invalid", null, null, errors: new Dictionary<string, string[]> { [named] = ["The field must match the regular expression."] });
        var error = Assert.Single(ContractProblems.Of(refusal)!.ByPath);
        Assert.Equal(char.ToLowerInvariant(named[0]) + named[1..], error.Key);
        Assert.DoesNotContain("填写有误", Words.Chinese.FieldProblem(error.Value[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_policy_of_contracts_and_products_until_somebody_removes_them()
    {
        var (contract, product) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var draft = PolicyDraft.Of(new() { Name = "line", Contracts = [contract], Products = [product] }, Words.English);
        Assert.Equal(contract, Sent(draft.ToApi()).GetProperty("contracts")[0].GetGuid());
        draft.Contracts.Clear();
        Assert.Equal(JsonValueKind.Null, Sent(draft.ToApi()).GetProperty("contracts").ValueKind);
        Assert.Equal(product, Sent(draft.ToApi()).GetProperty("products")[0].GetGuid());
    }

    private static JsonElement Sent(ContractDraft draft) => Sent(draft.ToApi());

    private static JsonElement Sent(object body) => JsonSerializer.SerializeToElement(body, JsonSerializerOptions.Web);
}
