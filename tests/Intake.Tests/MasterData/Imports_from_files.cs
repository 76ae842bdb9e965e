using System.Reflection;
using System.Text;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Imports;

namespace ServiceMesh.Intake.Tests.MasterData;

public sealed class Imports_from_files(IntakeHost host)
{
    private const string Customers = "name,region\n\"Huadong, Ltd\",Shanghai\n华东机械,East\n";

    [Fact]
    public async Task Only_report_in_a_dry_run()
    {
        var vendor = await Vendor.CreateAsync(host);
        var before = (await host.EventsAsync<CustomerChanged>(vendor.Tenant)).Count;
        var report = await ImportAsync(vendor, "customers", Customers, query: "");
        Assert.Equal((true, false, 2, 1, 1, 0), Counts(report));
        Assert.Equal(before, (await host.EventsAsync<CustomerChanged>(vendor.Tenant)).Count);
        Assert.Single((await vendor.Staff.FetchAsync("/api/v1/customers")).Items());
    }

    [Fact]
    public async Task Make_and_change_everything_a_vendor_has_and_may_be_repeated()
    {
        var vendor = await Vendor.CreateAsync(host);
        var files = new (string What, string Csv)[]
        {
            ("customers", Customers),
            ("contacts", "customer;name;email;phones;language\nHuadong, Ltd;\"Wang \"\"W\"\" Fang\";wang@example.com;+86 21 5555 0100|138 0000 2222;zh-CN\n华东机械;Zhao;;;\n"),
            ("products", "code,name,modules,versions\nERP-1,ERP,FI | MM,R11=2027/12/31|R12\nWMS,Warehouse,,\n"),
            ("assets", "customer\tproduct\tserialNumber\tname\nHuadong, Ltd\tERP-1\tSN-100\tMain server\n"),
            ("contracts", "customer,number,startsOn,endsOn,serviceLevel,products,assets,monthlyFee,currency,casePrice,monthlyCreditCapPercent,plan,channels,caseLimit,visitLimit,upgradesIncluded,endOfSupport\r\n"
                + "\"Huadong, Ltd\",K-100,2026-01-01,2026/12/31,premium,ERP-1,SN-100,12000.50,CNY,800,20,gold,hotline|im,50,12,是,2030-12-31\r\n"),
        };
        foreach (var (what, csv) in files)
            Assert.Equal((false, true), (await ImportAsync(vendor, what, csv)) is var r ? (r.GetProperty("dryRun").GetBoolean(), r.GetProperty("saved").GetBoolean()) : default);
        var product = await vendor.Staff.FetchAsync($"/api/v1/products/{vendor.Product}");
        Assert.Equal(["FI", "MM"], product.GetProperty("modules").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal([("R11", "2027-12-31"), ("R12", null)], product.GetProperty("versions").EnumerateArray().Select(v => (v.Text("name"), v.GetProperty("endOfSupport").GetString())));
        var contract = Assert.Single(await host.EventsAsync<ContractChanged>(vendor.Tenant));
        Assert.Equal((12000.50m, "CNY", 800m, 20m, "gold", 50), (contract.MonthlyFee, contract.Currency, contract.CasePrice, contract.MonthlyCreditCapPercent, contract.Plan, contract.CaseLimit));
        Assert.Equal((12, true), (contract.VisitLimit, contract.UpgradesIncluded));
        Assert.Equal([Channel.Hotline, Channel.Im], contract.Channels);
        var contact = (await host.EventsAsync<ContactChanged>(vendor.Tenant)).Single(c => c.Email == "wang@example.com");
        Assert.Equal("Wang \"W\" Fang", contact.Name);
        Assert.Equal(["+862155550100", "+8613800002222"], contact.Phones);
        foreach (var (what, csv) in files)
        {
            var again = await ImportAsync(vendor, what, csv);
            Assert.Equal(0, again.GetProperty("created").GetInt32());
            Assert.True(again.GetProperty("updated").GetInt32() > 0);
        }

        Assert.Equal(2, (await vendor.Staff.FetchAsync("/api/v1/customers")).Items().Count);
        Assert.Equal(3, (await vendor.Staff.FetchAsync("/api/v1/contacts")).Items().Count);
    }

    [Fact]
    public async Task Name_each_wrong_line_and_save_nothing_then()
    {
        var vendor = await Vendor.CreateAsync(host);
        const string csv = """
            customer,number,startsOn,endsOn,serviceLevel,monthlyFee,currency,channels
            华东机械,K-1,2026-01-01,2026-12-31,premium,,,
            Nobody,K-2,2026-01-01,2026-12-31,premium,,,
            华东机械,K-3,soon,2026-12-31,premium,,,

            华东机械,K-4,2026-12-31,2026-01-01,premium,,,
            华东机械,K-5,2026-01-01,2026-12-31,premium,100,,
            华东机械,K-1,2026-01-01,2026-12-31,premium,,,
            华东机械,K-6,2026-01-01,2026-12-31,Premium!,,,
            华东机械,K-7,2026-01-01,2026-12-31,premium,,,fax
            华东机械,K-8,2026-01-01,2026-12-31,premium,,,,,
            """;
        var report = await ImportAsync(vendor, "contracts", csv, 422);
        Assert.Equal((false, false, 9, 1, 0, 8), Counts(report));
        Assert.Equal(
            [(3, "customer", "import.unknown"), (4, "startsOn", "import.day"), (6, null, "contract.ends-before-start"), (7, null, "contract.currency-missing"),
             (8, "number", "import.repeated"), (9, "serviceLevel", "import.malformed"), (10, "channels", "import.channel"), (11, null, "import.too-many-fields")],
            report.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("column").GetString(), e.Text("code"))));
        Assert.Empty(await host.EventsAsync<ContractChanged>(vendor.Tenant));
        Assert.Empty((await vendor.Staff.FetchAsync("/api/v1/contracts")).Items());
    }

    [Fact]
    public async Task Of_products_keep_what_a_file_says_nothing_of_and_name_what_is_wrong()
    {
        var vendor = await Vendor.CreateAsync(host);
        await ImportAsync(vendor, "products", "code,name,modules,versions\nWMS,Warehouse,Inbound,R1\n");
        await ImportAsync(vendor, "products", "code,name,versions\nWMS,Warehouse 2,\n");
        var told = (await host.EventsAsync<ProductChanged>(vendor.Tenant))[^1];
        Assert.Equal(("WMS", "Warehouse 2", "Inbound"), (told.Code, told.Name, Assert.Single(told.Modules!)));
        Assert.Equal("R1", (await vendor.Staff.FetchAsync($"/api/v1/products/{told.ProductId}")).GetProperty("versions")[0].Text("name"));
        const string csv = """
            code,name,modules,versions,brand
            A,,,,
            B,B,FI|fi,,
            C,C,,R1=soon,
            D,D,,R1|r1,
            E,E,,,nobody
            F,F,,,
            F,F,,,
            """;
        var report = await ImportAsync(vendor, "products", csv, 422);
        Assert.Equal(
            [(2, "name", "import.empty"), (3, "modules", "import.names"), (4, "versions", "import.day"), (5, "versions", "import.names"), (6, "brand", "import.unknown"), (8, "code", "import.repeated")],
            report.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.Text("column"), e.Text("code"))));
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9,zh;q=0.5", "name is empty.", "There is no column colour; there are name, region.")]
    [InlineData("de, zh-CN;q=0.8, en;q=0.3", "name 为空。", "没有 colour 列；可用的列：name, region。")]
    [InlineData(null, "name is empty.", "There is no column colour; there are name, region.")]
    public async Task Say_what_is_wrong_in_the_language_that_was_asked_for(string? accepted, string line, string header)
    {
        var vendor = await Vendor.CreateAsync(host);
        var report = await ImportAsync(vendor, "customers", "name,region\n,Shanghai\n"u8.ToArray(), query: "?dryRun=true", language: accepted);
        var error = Assert.Single(report.GetProperty("errors").EnumerateArray());
        Assert.Equal((2, "name", "import.empty", line), (error.GetProperty("line").GetInt32(), error.Text("column"), error.Text("code"), error.Text("message")));
        var refused = await ImportAsync(vendor, "customers", "name,colour\nx,y"u8.ToArray(), 400, language: accepted);
        Assert.Equal(("import.unknown-column", header), (refused.Text("code"), refused.Text("detail")));
    }

    [Fact]
    public void Every_fault_has_words_in_both_languages()
    {
        var codes = typeof(ImportWords).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)
            .Concat(["phone.invalid", "contract.ends-before-start", "contract.currency-missing", "contract.number-taken", "asset.serial-number-taken", "import.no-csv", "import.unknown-column",
                "import.missing-column", "import.column-twice", "request.too-large"]);
        foreach (var code in codes)
        {
            var (en, zh) = (ImportWords.Of(code, "number", "7", chinese: false), ImportWords.Of(code, "number", "7", chinese: true));
            Assert.DoesNotContain(en, c => c >= 0x4E00);
            Assert.Contains(zh, c => c >= 0x4E00);
            Assert.EndsWith(".", en, StringComparison.Ordinal);
            Assert.EndsWith("。", zh, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "import.no-csv")]
    [InlineData("name\n\"open", "import.no-csv")]
    [InlineData("name\na\"b", "import.no-csv")]
    [InlineData("region\nx", "import.missing-column")]
    [InlineData("name,colour\nx,y", "import.unknown-column")]
    [InlineData("name,name\nx,y", "import.column-twice")]
    public async Task Refuse_what_is_no_such_file(string csv, string code)
    {
        var vendor = await Vendor.CreateAsync(host);
        Assert.Equal(code, (await ImportAsync(vendor, "customers", csv, 400)).Text("code"));
    }

    [Fact]
    public async Task Read_what_chinese_spreadsheets_write_and_refuse_what_is_too_long()
    {
        var vendor = await Vendor.CreateAsync(host);
        var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("name,region\n北方重工,东北\n");
        await ImportAsync(vendor, "customers", chinese);
        Assert.Contains(await host.EventsAsync<CustomerChanged>(vendor.Tenant), c => (c.Name, c.Region) == ("北方重工", "东北"));
        await ImportAsync(vendor, "customers", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("Name\nWith a mark\n")]);
        Assert.Contains(await host.EventsAsync<CustomerChanged>(vendor.Tenant), c => c.Name == "With a mark");
        await ImportAsync(vendor, "customers", "name\n" + string.Concat(Enumerable.Range(0, 5_001).Select(i => $"c{i}\n")), 413);
    }

    [Fact]
    public async Task Are_for_those_who_keep_the_data()
    {
        var vendor = await Vendor.CreateAsync(host);
        using var engineer = host.Staff(vendor.Tenant, "engineer");
        using var agent = host.Staff(vendor.Tenant, "agent");
        foreach (var (who, what, status) in new[] { (engineer, "customers", 403), (agent, "contracts", 403), (host.Customer(vendor.Tenant, vendor.Contact), "customers", 403), (agent, "customers", 200) })
        {
            using var content = new StringContent(Customers, Encoding.UTF8, "text/csv");
            using var answer = await who.PostAsync($"/api/v1/{what}/import", content);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private static (bool, bool, int, int, int, int) Counts(JsonElement r) => (
        r.GetProperty("dryRun").GetBoolean(), r.GetProperty("saved").GetBoolean(), r.GetProperty("lines").GetInt32(), r.GetProperty("created").GetInt32(),
        r.GetProperty("updated").GetInt32(), r.GetProperty("failed").GetInt32());

    private static Task<JsonElement> ImportAsync(Vendor vendor, string what, string csv, int status = 200, string query = "?dryRun=false") =>
        ImportAsync(vendor, what, Encoding.UTF8.GetBytes(csv), status, query);

    private static async Task<JsonElement> ImportAsync(Vendor vendor, string what, byte[] csv, int status = 200, string query = "?dryRun=false", string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{what}/import{query}") { Content = new ByteArrayContent(csv) };
        request.Content.Headers.ContentType = new("text/csv");
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        using var response = await vendor.Staff.SendAsync(request);
        return await Http.ReadAsync(response, status);
    }
}
