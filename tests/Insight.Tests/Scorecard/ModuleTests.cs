using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>Modules and versions as Intake and Dispatch tell them, and complaints by their class of request.</summary>
public sealed class ModuleTests(InsightHost insight)
{
    private static readonly DateTimeOffset s_may = new(2025, 5, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly string _tenant = InsightHost.NewTenant();
    private readonly Guid _product = Guid.CreateVersion7();

    [Fact]
    public async Task Faults_are_counted_by_module_and_version_and_coverage_is_of_modules_that_were_served()
    {
        await insight.DeliverAsync(
        [
            // Named at the opening and solved; the engineer says better; named and never solved; no module at all.
            .. New("FI", "16").Triage(s_may.AddMinutes(1), 2, "boot").Resolve(s_may.AddHours(2)).Events,
            .. New("FI", "15").Triage(s_may.AddMinutes(1), 2, "boot").Resolve(s_may.AddHours(2), module: "MM").Events,
            .. New("CO", null).Triage(s_may.AddMinutes(1), 2, "boot").Events,
            .. New(null, null).Triage(s_may.AddMinutes(1), 2, "boot").Resolve(s_may.AddHours(2)).Events,
        ]);

        Assert.Equal("CO 1, FI 1, MM 1", await FaultsAsync("module"));
        Assert.Equal("15 1, 16 1", await FaultsAsync("version"));
        var coverage = await DimensionAsync("coverage");
        Assert.Equal((3, 2, 66.67m), (coverage.GetProperty("count").GetInt32(), coverage.GetProperty("good").GetInt32(), coverage.GetProperty("value").GetDecimal()));
        var behind = await insight.GetAsync(_tenant, $"/api/v1/insight/learning/tickets?module=MM&product={_product}&period=2025-H1");
        Assert.Equal(1, behind.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_ticket_that_turns_out_to_be_of_another_product_leaves_its_module_behind()
    {
        var other = Guid.CreateVersion7();
        await insight.DeliverAsync(New("FI", "16").Triage(s_may.AddMinutes(1), product: other).Resolve(s_may.AddHours(2), module: null).Events);

        Assert.Equal("", await FaultsAsync("module", other));
        Assert.Equal("", await FaultsAsync("version", other));
    }

    [Fact]
    public async Task Without_any_module_coverage_is_missing_and_not_made_of_something_else()
    {
        await insight.DeliverAsync(New(null, null).Triage(s_may.AddMinutes(1), 2, "boot").Resolve(s_may.AddHours(2)).Events);

        Assert.True((await DimensionAsync("coverage")).GetProperty("missing").GetBoolean());
    }

    [Fact]
    public async Task A_complaint_is_one_by_its_class_of_request_which_has_no_category()
    {
        await insight.DeliverAsync([.. New(null, null, "complaint").Events, .. New(null, null, "fault").Events, .. New(null, null).Open("投诉").Events.Take(1)]);

        var complaints = await DimensionAsync("complaints");
        Assert.Equal((3, 2), (complaints.GetProperty("count").GetInt32(), complaints.GetProperty("good").GetInt32()));
        Assert.Equal(1, (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/product/{_product}/tickets?dimension=complaints&bucket=0&period=2025-H1")).GetProperty("items").GetArrayLength());
    }

    private Tale New(string? module, string? version, string? requestClass = null) =>
        new Tale(_tenant, s_may) { Product = _product, Module = module, Version = version, RequestClass = requestClass }.Open();

    private async Task<JsonElement> DimensionAsync(string name) =>
        (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/product/{_product}?period=2025-H1")).GetProperty("card").GetProperty("dimensions").EnumerateArray()
            .Single(d => d.GetProperty("name").GetString() == name);

    private async Task<string> FaultsAsync(string by, Guid? product = null) =>
        string.Join(", ", (await insight.GetAsync(_tenant, $"/api/v1/insight/learning?by={by}&product={product ?? _product}&period=2025-H1")).GetProperty("items").EnumerateArray()
            .Select(i => $"{i.GetProperty("item").GetString()} {i.GetProperty("opened").GetInt32()}").Order(StringComparer.Ordinal));
}
