using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Intake.Tests.Platforms;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Attachments;

/// <summary>Each with a database of its own: files are looked at by whichever instance has the timer.</summary>
public sealed class Looking_for_viruses
{
    private static readonly byte[] s_virus = "a virus, by agreement"u8.ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Holds_files_back_until_they_are_known_to_be_clean(bool byProgram)
    {
        await using var scanner = await Scanner.StartAsync();
        await using var host = await IntakeHost.StartOwnAsync(
            byProgram ? ("Intake:Attachments:ScanCommand", await ProgramAsync()) : ("Intake:Attachments:ScanUrl", scanner.Address));
        var vendor = await Vendor.CreateAsync(host);
        var staff = vendor.Staff;
        var clean = await staff.UploadedAsync("a.log", "harmless"u8.ToArray());
        var infected = await staff.UploadedAsync("b.log", s_virus);
        var ticket = (await staff.PostAsync("/api/v1/tickets", new { subject = "x", contactId = vendor.Contact, attachmentIds = new[] { clean } })).Id();
        await Eventually.Async(async () => await StateAsync(host, clean) == "clean" && await StateAsync(host, infected) == "infected", TimeSpan.FromSeconds(60), "both were looked at");
        Assert.Equal("harmless", await staff.GetStringAsync($"/api/v1/tickets/{ticket}/attachments/{clean}"));
        Assert.Equal("attachment.infected", await staff.RefusedAsync($"/api/v1/tickets/{ticket}/messages", new { text = "x", attachmentIds = new[] { infected } }, 400));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(host.Files, vendor.Tenant), $"{infected:N}", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Holds_files_back_while_the_scanner_is_away()
    {
        // Nothing listens there: files wait, and are handed to nobody.
        await using var host = await IntakeHost.StartOwnAsync(("Intake:Attachments:ScanUrl", "http://127.0.0.1:1/scan"));
        var vendor = await Vendor.CreateAsync(host);
        var staff = vendor.Staff;
        var id = await staff.UploadedAsync("a.log", "x"u8.ToArray());
        var ticket = (await staff.PostAsync("/api/v1/tickets", new { subject = "x", contactId = vendor.Contact, attachmentIds = new[] { id } })).Id();
        Assert.Equal("attachment.pending", (await staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{id}", 409)).Text("code"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'scan-attachment' AND key = $1", id.ToString("N")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Looks_at_what_a_platform_keeps_before_any_of_it_is_handed_out(bool infected)
    {
        await using var scanner = await Scanner.StartAsync(infected ? SimulatedIm.FileBytes : null);
        await using var host = await IntakeHost.StartOwnAsync(("Intake:Attachments:ScanUrl", scanner.Address));
        var vendor = await Vendor.CreateAsync(host);
        var im = host.Platforms.Add("telegram");
        await im.ConnectAsync(vendor);
        using var taken = await im.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "", File: "picture-1"));
        var ticket = Assert.Single(await host.EventsAsync<Contracts.TicketOpened>(vendor.Tenant)).TicketId!.Value;
        var path = $"/api/v1/tickets/{ticket}/messages";
        var file = Assert.Single(Assert.Single((await vendor.Staff.FetchAsync(path)).Items()).GetProperty("attachments").EnumerateArray()).Id();
        var download = $"/api/v1/tickets/{ticket}/attachments/{file}";
        if (infected)
        {
            Assert.Equal("attachment.infected", (await vendor.Staff.FetchAsync(download, 410)).Text("code"));
            Assert.Equal(1, scanner.Looks);
            // It is known now: the platform is not asked again.
            Assert.Equal("attachment.infected", (await vendor.Staff.FetchAsync(download, 410)).Text("code"));
            Assert.Equal(1, scanner.Looks);
        }
        else
        {
            Assert.Equal(SimulatedIm.FileBytes, await vendor.Staff.GetByteArrayAsync(download));
            Assert.Equal(SimulatedIm.FileBytes, await vendor.Staff.GetByteArrayAsync(download));
            Assert.Equal(2, scanner.Looks);
        }

        Assert.Equal(infected ? "infected" : "clean", Assert.Single((await vendor.Staff.FetchAsync(path)).Items()).GetProperty("attachments")[0].Text("scan"));
        Assert.Empty(Directory.EnumerateFiles(host.Files, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Hands_nothing_of_a_platform_out_while_the_scanner_is_away()
    {
        await using var host = await IntakeHost.StartOwnAsync(("Intake:Attachments:ScanUrl", "http://127.0.0.1:1/scan"));
        var vendor = await Vendor.CreateAsync(host);
        var im = host.Platforms.Add("telegram");
        await im.ConnectAsync(vendor);
        using var taken = await im.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "", File: "picture-1"));
        var ticket = Assert.Single(await host.EventsAsync<Contracts.TicketOpened>(vendor.Tenant)).TicketId!.Value;
        var file = Assert.Single(Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()).GetProperty("attachments").EnumerateArray()).Id();
        Assert.Equal("attachment.pending", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{file}", 409)).Text("code"));
        Assert.Empty(Directory.EnumerateFiles(host.Files, "*", SearchOption.AllDirectories));
    }

    private static Task<string> StateAsync(IntakeHost host, Guid id) => host.ScalarAsync<string>("SELECT scan FROM attachments WHERE id = $1", id);

    private static async Task<string> ProgramAsync()
    {
        var path = Path.Combine(TestDirectory.Create("scan"), "scan.sh");
        await File.WriteAllTextAsync(path, "#!/bin/sh\ngrep -q 'a virus, by agreement' \"$1\" && exit 1\nexit 0\n");
        return $"/bin/sh {path}";
    }

    private sealed class Scanner(WebApplication app) : IAsyncDisposable
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public string Address => app.Urls.First() + "/scan";

        public static async Task<Scanner> StartAsync(byte[]? virus = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var scanner = new Scanner(app);
            app.MapPost("/scan", async (HttpContext http) =>
            {
                Interlocked.Increment(ref scanner._looks);
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                return Results.StatusCode(body.ToArray().AsSpan().SequenceEqual(virus ?? s_virus) ? 406 : 200);
            });
            await app.StartAsync();
            return scanner;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
