using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Attachments;

namespace ServiceMesh.Intake.Tests.Catalogue;

public sealed class Classes_of_request(IntakeHost host)
{
    private static readonly object s_backup = new
    {
        name = new { zh = "备份恢复", en = "Restore" }, workType = "maintenance", category = "DBA", evidenceFiles = 1, evidenceHint = new { zh = "报错截图", en = "A screenshot" },
        fields = new object[]
        {
            new { key = "server", label = new { zh = "服务器", en = "Server" }, type = "text", required = true },
            new { key = "size", label = new { zh = "大小", en = "Size" }, type = "number" },
            new { key = "day", label = new { zh = "日期", en = "Day" }, type = "date" },
            new { key = "kind", label = new { zh = "类型", en = "Kind" }, type = "choice", choices = new[] { "full", "partial" } },
            new { key = "tested", label = new { zh = "已测试", en = "Tested" }, type = "yesNo" },
        },
    };

    [Fact]
    public async Task Are_the_usual_nine_until_a_tenant_has_its_own()
    {
        var vendor = await Vendor.CreateAsync(host);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal(
            ["fault", "question", "complaint", "training", "process-optimisation", "upgrade", "backup-restore", "interface", "customisation"],
            (await customer.FetchAsync("/api/v1/request-classes")).Items().Select(c => c.Text("key")));
        await vendor.Staff.PutAsync("/api/v1/request-classes/backup-restore", s_backup);
        await vendor.Staff.PutAsync("/api/v1/request-classes/relocation", new { name = new { zh = "搬迁", en = "Relocation" }, workType = "maintenance" });
        await vendor.Staff.PutAsync("/api/v1/request-classes/complaint", new { name = new { zh = "投诉", en = "Complaint" }, workType = "support", active = false });
        var seen = (await customer.FetchAsync("/api/v1/request-classes")).Items();
        Assert.Equal(("backup-restore", "relocation", 9), (seen[5].Text("key"), seen[^1].Text("key"), seen.Count));
        Assert.Equal(10, (await vendor.Staff.FetchAsync("/api/v1/request-classes")).Items().Count);
        Assert.Equal("Restore", seen[5].GetProperty("name").Text("en"));
        Assert.Equal("access.role-missing", (await customer.PutAsync("/api/v1/request-classes/fault", s_backup, 403)).Text("code"));
        Assert.Equal(9, (await host.Staff(host.NewTenant()).FetchAsync("/api/v1/request-classes")).Items().Count);
        Assert.Equal("request-class.unknown", await customer.RefusedAsync("/api/v1/tickets", new { subject = "x", requestClass = "complaint" }, 400));
    }

    [Fact]
    public async Task Keep_every_change_with_who_made_it_and_refuse_one_made_from_an_older_state()
    {
        var vendor = await Vendor.CreateAsync(host);
        var path = "/api/v1/request-classes/fault";
        Assert.Equal(1, (await vendor.Staff.PutAsync(path, new { name = new { zh = "故障", en = "Fault" }, workType = "support", version = 0 })).GetProperty("version").GetInt32());
        Assert.Equal(2, (await vendor.Staff.PutAsync(path, new { name = new { zh = "故障", en = "Breakdown" }, workType = "support", version = 1 })).GetProperty("version").GetInt32());
        Assert.Equal("request-class.changed", (await vendor.Staff.PutAsync(path, new { name = new { zh = "故障", en = "Lost" }, workType = "support", version = 1 }, 412)).Text("code"));
        var versions = (await vendor.Staff.FetchAsync($"{path}/versions")).Items();
        Assert.Equal([(2, "Wang Fang", "Breakdown"), (1, "Wang Fang", "Fault")], versions.Select(v => (v.GetProperty("version").GetInt32(), v.Text("by"), v.GetProperty("class").GetProperty("name").Text("en"))));
        var now = (await vendor.Staff.FetchAsync("/api/v1/request-classes")).Items()[0];
        Assert.Equal(("Breakdown", 2), (now.GetProperty("name").Text("en"), now.GetProperty("version").GetInt32()));
        Assert.Empty((await host.Staff(host.NewTenant()).FetchAsync($"{path}/versions")).Items());
        await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"{path}/versions", 403);
    }

    [Fact]
    public async Task Say_what_a_ticket_is_where_its_opener_says_nothing()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync("/api/v1/request-classes/backup-restore", s_backup);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        var file = await customer.UploadedAsync();
        var ticket = (await customer.PostAsync("/api/v1/tickets", new
        {
            subject = "Restore", requestClass = "backup-restore", attachmentIds = new[] { file }, form = new { server = " db-1 ", size = "12.5", day = "2026-11-23", kind = "full", tested = "true" },
        })).Id();
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(("backup-restore", WorkType.Maintenance, "DBA"), (opened.RequestClass, opened.WorkType, opened.Category));
        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal(("db-1", "full"), (view.GetProperty("form").Text("server"), view.GetProperty("form").Text("kind")));
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "It is broken", requestClass = "upgrade", workType = "support", category = "ERP" });
        var told = (await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1];
        Assert.Equal(("upgrade", WorkType.Support, "ERP"), (told.RequestClass, told.WorkType, told.Category));
    }

    [Theory]
    [InlineData("""{"server":"db-1"}""", 0, "form.evidence")]
    [InlineData("""{}""", 1, "form.missing-field")]
    [InlineData("""{"server":"  "}""", 1, "form.missing-field")]
    [InlineData("""{"server":"db-1","size":"much"}""", 1, "form.bad-value")]
    [InlineData("""{"server":"db-1","day":"23.11.2026"}""", 1, "form.bad-value")]
    [InlineData("""{"server":"db-1","kind":"none"}""", 1, "form.bad-value")]
    [InlineData("""{"server":"db-1","tested":"maybe"}""", 1, "form.bad-value")]
    [InlineData("""{"server":"db-1","colour":"red"}""", 1, "form.unknown-field")]
    public async Task Refuse_what_does_not_fit(string form, int files, string code)
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.Staff.PutAsync("/api/v1/request-classes/backup-restore", s_backup);
        var ids = new List<Guid>();
        for (var i = 0; i < files; i++)
            ids.Add(await vendor.Staff.UploadedAsync());
        var body = new { subject = "x", requestClass = "backup-restore", form = System.Text.Json.JsonDocument.Parse(form).RootElement, attachmentIds = ids };
        Assert.Equal(code, await vendor.Staff.RefusedAsync("/api/v1/tickets", body, 400));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Are_refused_when_they_make_no_sense()
    {
        var vendor = await Vendor.CreateAsync(host);
        var name = new { zh = "x", en = "x" };
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name, workType = "support", fields = new object[] { new { key = "a", label = name, type = "choice", choices = new[] { "one" } } } }, "request-class.fields"),
            (new { name, workType = "support", fields = new object[] { new { key = "a", label = name, type = "text", choices = new[] { "a", "b" } } } }, "request-class.fields"),
            (new { name, workType = "support", fields = new object[] { new { key = "a", label = name, type = "text" }, new { key = "a", label = name, type = "text" } } }, "request-class.fields"),
            (new { name, workType = "support", evidenceFiles = 99 }, "request.invalid"),
            (new { workType = "support" }, "request.invalid"),
        })
        {
            Assert.Equal(code, (await vendor.Staff.PutAsync("/api/v1/request-classes/own", body, 400)).Text("code"));
        }

        Assert.Equal("request-class.unknown", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", requestClass = "nothing" }, 400));
        Assert.Equal("request-class.unknown", await vendor.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", form = new { a = "b" } }, 400));
    }
}
