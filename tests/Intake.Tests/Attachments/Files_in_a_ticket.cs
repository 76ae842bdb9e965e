using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Tests.Attachments;

public sealed class Files_in_a_ticket(IntakeHost host)
{
    [Fact]
    public async Task Come_with_its_opening_and_its_messages()
    {
        var vendor = await Vendor.CreateAsync(host);
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        var first = await customer.UploadedAsync("报错.png");
        var ticket = (await customer.PostAsync("/api/v1/tickets", new { subject = "Error", text = "See the picture", attachmentIds = new[] { first } })).Id();
        var second = await vendor.Staff.UploadedAsync("fix.log", "restart the service"u8.ToArray());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { attachmentIds = new[] { second } });

        var files = (await customer.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Files();
        Assert.Equal([("See the picture", first, "报错.png"), ("[文件: fix.log]", second, "fix.log")], files.Select(f => (f.Text, f.Id, f.File.Text("name"))));
        Assert.Equal(("image/png", "unscanned", "picture"), (files[0].File.Text("mediaType"), files[0].File.Text("scan"), files[0].File.Text("kind")));
        Assert.Equal("[文件: fix.log]", Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant)).Text);
        Assert.Equal("restart the service", await customer.GetStringAsync($"/api/v1/tickets/{ticket}/attachments/{second}"));
    }

    [Fact]
    public async Task Are_handed_out_as_downloads_and_nothing_else()
    {
        var vendor = await Vendor.CreateAsync(host);
        var id = await vendor.Staff.UploadedAsync("../a\r\nb\".png");
        var ticket = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", contactId = vendor.Contact, attachmentIds = new[] { id } })).Id();
        using var answer = await vendor.Staff.GetAsync($"/api/v1/tickets/{ticket}/attachments/{id}");
        Assert.Equal(Upload.Png, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment; filename*=UTF-8''ab_.png", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Belong_to_whoever_uploaded_them_until_they_are_sent_once()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var id = await host.Customer(vendor.Tenant, vendor.Contact).UploadedAsync();
        Assert.Equal("attachment.unknown", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text = "x", attachmentIds = new[] { id } }, 400));
        Assert.Equal("attachment.unknown", await stranger.Staff.RefusedAsync("/api/v1/tickets", new { subject = "x", attachmentIds = new[] { id } }, 400));
        var own = await vendor.Staff.UploadedAsync();
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "x", attachmentIds = new[] { own, own } });
        Assert.Equal("attachment.unknown", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text = "y", attachmentIds = new[] { own } }, 400));
        Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        await stranger.Staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{own}", 404);
        Assert.Equal("attachment.not-found", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{id}", 404)).Text("code"));
    }

    [Fact]
    public async Task Of_notes_are_for_staff_only()
    {
        var vendor = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        var id = await vendor.Staff.UploadedAsync("secret.log", "x"u8.ToArray());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/notes", new { text = "Look", attachmentIds = new[] { id } });
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        await customer.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{id}", 404);
        Assert.Empty((await customer.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Files());
        Assert.Equal(HttpStatusCode.OK, (await vendor.Staff.GetAsync($"/api/v1/tickets/{ticket}/attachments/{id}")).StatusCode);
    }

    [Fact]
    public async Task Go_through_a_progress_link_too()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var path = $"/api/v1/progress/{(await vendor.OpenAsync()).Text("progressUrl").Split('/')[^1]}";
        var otherPath = $"/api/v1/progress/{(await other.OpenAsync()).Text("progressUrl").Split('/')[^1]}";
        var anybody = host.Anonymous();
        var id = (await anybody.UploadAsync(Upload.Png, "a.png", path: $"{path}/attachments")).Id();
        Assert.Equal("attachment.unknown", await anybody.RefusedAsync($"{otherPath}/messages", new { text = "x", attachmentIds = new[] { id } }, 400));
        await anybody.PostAsync($"{path}/messages", new { text = "Here it is", attachmentIds = new[] { id } });
        Assert.Equal(("Here it is", id), Assert.Single((await anybody.FetchAsync($"{path}/conversation")).Files()) switch { var f => (f.Text, f.Id) });
        Assert.Equal(Upload.Png, await anybody.GetByteArrayAsync($"{path}/attachments/{id}"));
        await anybody.FetchAsync($"{otherPath}/attachments/{id}", 404);
        await anybody.UploadAsync(Upload.Png, "a.png", 404, "/api/v1/progress/nobody/attachments");
    }

    [Theory]
    [InlineData("run.exe", "MZ", 400, "attachment.refused")]
    [InlineData("picture.png", "<html>", 400, "attachment.refused")]
    [InlineData("picture.png", "plain", 400, "attachment.refused")]
    [InlineData("empty.txt", "", 400, "attachment.refused")]
    public async Task That_are_not_what_they_should_be_leave_nothing(string name, string content, int status, string code)
    {
        var vendor = await Vendor.CreateAsync(host);
        Assert.Equal(code, (await vendor.Staff.UploadAsync(System.Text.Encoding.UTF8.GetBytes(content), name, status)).Text("code"));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM attachments WHERE tenant = $1", vendor.Tenant));
        Assert.Empty(FilesOf(vendor.Tenant));
    }

    [Fact]
    public async Task That_are_too_large_leave_nothing_whether_they_say_so_or_not()
    {
        var vendor = await Vendor.CreateAsync(host);
        var large = new byte[host.LargestFile + 1];
        Assert.Equal("attachment.too-large", (await vendor.Staff.UploadAsync(large, "large.bin", 413)).Text("code"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets/attachments?name=large.bin") { Content = new StreamContent(new Unmeasured(large)) };
        using var answer = await vendor.Staff.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(FilesOf(vendor.Tenant));
    }

    [Fact]
    public async Task That_nobody_sends_are_removed_and_those_sent_stay()
    {
        var vendor = await Vendor.CreateAsync(host);
        var sent = await vendor.Staff.UploadedAsync();
        var unsent = await vendor.Staff.UploadedAsync();
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", contactId = vendor.Contact, attachmentIds = new[] { sent } });
        Assert.Equal(2, FilesOf(vendor.Tenant).Count);
        foreach (var id in new[] { sent, unsent })
        {
            var at = await host.ScalarAsync<DateTime>("SELECT at FROM attachments WHERE id = $1", id);
            await using var work = await host.Services.GetRequiredService<IWorkFactory>().BeginAsync(default);
            await new ForgetUpload(host.Services.GetRequiredService<FileStore>()).FireAsync(
                new FiredTimer(ForgetUpload.Kind, id.ToString("N"), at, vendor.Tenant, null, $"\"{at.ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture)}/{id:N}\""), work, default);
            await work.CommitAsync(default);
        }

        Assert.Equal(sent, await host.ScalarAsync<Guid>("SELECT id FROM attachments WHERE tenant = $1", vendor.Tenant));
        Assert.EndsWith($"{sent:N}", Assert.Single(FilesOf(vendor.Tenant)), StringComparison.Ordinal);
    }

    private List<string> FilesOf(string tenant)
    {
        var folder = Path.Combine(host.Files, tenant);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)] : [];
    }

    /// <summary>A stream that does not say how long it is.</summary>
    private sealed class Unmeasured(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
