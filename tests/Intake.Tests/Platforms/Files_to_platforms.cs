using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tests.Attachments;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>What staff attach to an answer arrives on the platform as what it is; where the platform does not take it, as an address with the reason.</summary>
public sealed class Files_to_platforms(IntakeHost host)
{
    private const long MiB = 1024 * 1024;
    private static readonly byte[] s_pdf = [.. "%PDF-1.7 "u8, .. new byte[2_000]];
    private static readonly byte[] s_voice = [.. "#!AMR\n"u8, .. new byte[500]];

    [Theory]
    [InlineData("wecom", "image", "file", "voice")]
    [InlineData("wechat", "image", null, "voice")]
    [InlineData("feishu", "image", "file", "file")]
    [InlineData("dingtalk", "image", "file", null)]
    [InlineData("telegram", "photo", "document", "document")]
    public async Task Arrive_as_pictures_documents_and_voice(string kind, string picture, string? document, string? voice)
    {
        var (vendor, im, ticket) = await TalkAsync(kind);
        (string Name, byte[] Content, string? Type)[] given = [("报错 截图.png", Upload.Png, picture), ("手册.pdf", s_pdf, document), ("说明.amr", s_voice, voice)];
        List<Guid> ids = [];
        foreach (var (name, content, _) in given)
            ids.Add(await vendor.Staff.UploadedAsync(name, content));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "请看附件", attachmentIds = ids });
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is sent");
        Assert.Equal(given.Where(g => g.Type is not null).Select(g => (g.Type!, g.Name)), im.Files.Select(f => (f.Type, f.Name)));
        Assert.All(given.Where(g => g.Type is not null).Zip(im.Files), f => Assert.Equal(f.First.Content, f.Second.Content));

        // The text comes first; what the platform does not take follows as an address that holds the very file, for whoever has it.
        var texts = im.Delivered.Select(d => d.Text).ToList();
        Assert.Equal("请看附件", texts[0]);
        var linked = given.Where(g => g.Type is null).ToList();
        Assert.Equal(linked.Count, texts.Count - 1);
        foreach (var (file, text) in linked.Zip(texts.Skip(1)))
        {
            Assert.Contains(file.Name, text, StringComparison.Ordinal);
            Assert.Contains("此平台不能直接接收这类文件", text, StringComparison.Ordinal);
            Assert.Equal(file.Content, await host.Anonymous().GetByteArrayAsync(new Uri(text[text.IndexOf("https://", StringComparison.Ordinal)..]).AbsolutePath));
        }

        var shown = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items().Single(m => m.Text("kind") == "agent").GetProperty("delivery");
        Assert.Equal(("sent", linked.Count > 0 ? "file-as-link" : null), (shown.Text("state"), shown.GetProperty("reason").GetString()));
    }

    [Theory]
    [MemberData(nameof(Every_IM_platform.Kinds), MemberType = typeof(Every_IM_platform))]
    public async Task Alone_are_the_whole_message_and_go_on_where_a_try_broke_off(string kind)
    {
        var (vendor, im, ticket) = await TalkAsync(kind);
        var first = await vendor.Staff.UploadedAsync("a.png");
        var second = await vendor.Staff.UploadedAsync("b.png", [.. Upload.Png, 1]);
        im.UploadRefusal = Results.StatusCode(502);
        var message = (await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { attachmentIds = new[] { first, second } })).Id();
        await Eventually.Async(async () => await host.ScalarAsync<int>("SELECT attempts FROM messages WHERE id = $1", message) == 1, what: "the first try failed");
        Assert.Empty(im.Files);
        im.UploadRefusal = null;
        await host.ScalarAsync<string>(
            "UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'deliver-message' AND key = $1 RETURNING key", message.ToString("N"));
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is sent");
        Assert.Equal(["a.png", "b.png"], im.Files.Select(f => f.Name));
        Assert.Empty(im.Delivered);
    }

    [Theory]
    [InlineData("wecom", """{"errcode": 40004, "errmsg": "invalid media type"}""", 200)]
    [InlineData("wechat", """{"errcode": 40009, "errmsg": "invalid image size"}""", 200)]
    [InlineData("feishu", """{"code": 234011, "msg": "Can't recognize the image format."}""", 400)]
    [InlineData("dingtalk", """{"errcode": 40035, "errmsg": "invalid"}""", 200)]
    [InlineData("telegram", """{"ok": false, "error_code": 400, "description": "Bad Request: PHOTO_INVALID_DIMENSIONS"}""", 400)]
    public async Task That_the_platform_refuses_go_as_an_address(string kind, string refusal, int status)
    {
        var (vendor, im, ticket) = await TalkAsync(kind);
        im.UploadRefusal = Results.Text(refusal, "application/json", statusCode: status);
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { attachmentIds = new[] { await vendor.Staff.UploadedAsync("a.png") } });
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is sent");
        Assert.Empty(im.Files);
        // In the person's language, where the platform tells it.
        Assert.Contains(kind == "telegram" ? "was not taken by this platform" : "平台未接收此文件", Assert.Single(im.Delivered).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wecom", "image/png", "a.png", 20 * MiB, null)]
    [InlineData("wecom", "application/zip", "a.zip", (20 * MiB) + 1, FileFaults.TooLarge)]
    [InlineData("wecom", "application/octet-stream", "a.txt", 5, FileFaults.NotTaken)]
    [InlineData("wechat", "image/gif", "a.gif", 10 * MiB, null)]
    [InlineData("wechat", "image/gif", "a.gif", (10 * MiB) + 1, FileFaults.TooLarge)]
    [InlineData("wechat", "audio/mpeg", "a.mp3", (2 * MiB) + 1, FileFaults.TooLarge)]
    [InlineData("wechat", "video/mp4", "a.mp4", 1, FileFaults.NotTaken)]
    [InlineData("feishu", "application/zip", "a.zip", 30 * MiB, null)]
    [InlineData("feishu", "image/png", "a.png", (30 * MiB) + 1, FileFaults.TooLarge)]
    [InlineData("telegram", "video/mp4", "a.mp4", 50 * MiB, null)]
    [InlineData("telegram", "video/mp4", "a.mp4", (50 * MiB) + 1, FileFaults.TooLarge)]
    [InlineData("dingtalk", "image/png", "a.png", 1, FileFaults.NotTaken)]
    public void Are_judged_by_the_platforms_own_limits(string kind, string mediaType, string name, long size, string? fault)
    {
        var adapter = host.Services.GetRequiredService<AdapterTable>().All.Single(a => EnumName(a.Kind) == kind);
        var channel = new ChannelRow { Tenant = "t", Id = Guid.NewGuid(), Kind = adapter.Kind, Name = "x", SealedSecret = [], Active = true, CreatedAt = DateTimeOffset.UnixEpoch };
        var message = new MessageRow
        {
            Tenant = "t", Id = Guid.NewGuid(), TicketId = Guid.NewGuid(), Kind = MessageKind.Agent, Text = "x", Channel = Channel.Im, AuthorKind = ActorKind.Staff, At = DateTimeOffset.UnixEpoch,
        };
        // Of the channel's settings none is there: a DingTalk robot without them has its session only, which takes no files.
        var outbound = new OutboundMessage(new OpenedChannel(channel, [], new Dictionary<string, string>()), message, "T-1", "c");
        Assert.Equal(fault, adapter.FileFault(outbound, new OutboundFile(Guid.NewGuid(), FileKind.File, name, size, mediaType, ScanState.Clean, "https://x", () => null)));
    }

    [Fact]
    public async Task Of_the_generic_channel_are_addresses_in_the_message()
    {
        var vendor = await Vendor.CreateAsync(host);
        await using var receiver = await Delivery.ImReceiver.StartAsync(_ => 204);
        var im = await vendor.AddChannelAsync("im", receiver.Url);
        var ticket = (await im.MessageAsync("c1", "Help")).GetProperty("ticketId").GetGuid();
        var id = await vendor.Staff.UploadedAsync("a.png");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "See", attachmentIds = new[] { id } });
        await Eventually.Async(async () => (await host.EventsAsync<MessageDelivered>(vendor.Tenant)).Count == 1, what: "the message is sent");
        var file = System.Text.Json.JsonDocument.Parse(Assert.Single(receiver.Requests).Body).RootElement.GetProperty("files")[0];
        Assert.Equal((id, "a.png", "image/png"), (file.Id(), file.Text("name"), file.Text("mediaType")));
        var path = new Uri(file.Text("url")).AbsolutePath;
        Assert.Equal(Upload.Png, await host.Anonymous().GetByteArrayAsync(path));

        // The address is for this one file, and no letter of it may change.
        var other = await vendor.Staff.UploadedAsync("b.png");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Other", attachmentIds = new[] { other } });
        await host.Anonymous().FetchAsync(path.Replace(id.ToString(), other.ToString(), StringComparison.Ordinal), 404);
        var token = path.Split('/')[4];
        await host.Anonymous().FetchAsync(path.Replace(token, token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..], StringComparison.Ordinal), 404);
        await host.Anonymous().FetchAsync(path.Replace(token, "f.", StringComparison.Ordinal), 404);
    }

    private static string EnumName(ChannelKind kind) => kind.ToString().ToLowerInvariant();

    private async Task<(Vendor Vendor, SimulatedIm Im, Guid Ticket)> TalkAsync(string kind)
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = host.Platforms.Add(kind);
        await im.ConnectAsync(vendor);
        // A DingTalk session takes no files: answers go by the robot's API.
        if (im is SimulatedDingtalk dingtalk)
            dingtalk.SessionLife = TimeSpan.FromMinutes(-1);
        using var answer = await im.SendAsync(host.Anonymous(), new SimulatedMessage("m1", "c1", "出错了"));
        Assert.Equal(200, (int)answer.StatusCode);
        return (vendor, im, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value);
    }
}
