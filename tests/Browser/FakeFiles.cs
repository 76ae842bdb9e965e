using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Files that were uploaded, and a web chat whose visitor is there and typing.</summary>
internal sealed class FakeFiles
{
    private readonly ConcurrentDictionary<Guid, (string Name, byte[] Content)> _kept = new();

    /// <summary>How often somebody at the Desk was told of as typing, and as having read.</summary>
    public ConcurrentDictionary<string, int> Told { get; } = new();

    /// <summary>The last message of the chat, which its visitor has read.</summary>
    public Guid? Read { get; set; }

    public object[] Named(Guid[]? ids) =>
        [.. (ids ?? []).Select(id => new { id, kind = "file", name = _kept[id].Name, size = _kept[id].Content.Length, mediaType = "application/octet-stream", scan = "clean" })];

    /// <summary>Whether a known customer is ringing.</summary>
    public bool Rings { get; set; }

    /// <summary>Whether its number is several people's instead.</summary>
    public bool Ambiguous { get; set; }

    /// <summary>The ticket of the call that rings, once it was answered.</summary>
    public Guid? Answered { get; set; }

    /// <summary>The call that the last registered ticket named.</summary>
    public Guid? OpenedFor { get; set; }

    /// <summary>What each registered ticket said of its class, by its subject: tests run side by side.</summary>
    public ConcurrentDictionary<string, (string? Class, Dictionary<string, string>? Form, Guid[]? Files)> Opened { get; } = new();

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/request-classes", () => Results.Json(new
        {
            items = new object[]
            {
                new { key = "fault", name = new { zh = "故障报修", en = "Fault" }, fields = Array.Empty<object>(), evidenceFiles = 0, active = true },
                new
                {
                    key = "backup-restore", name = new { zh = "数据恢复", en = "Restore" }, evidenceFiles = 1, evidenceHint = new { zh = "报错截图", en = "a screenshot" }, active = true,
                    fields = new object[]
                    {
                        new { key = "server", label = new { zh = "服务器", en = "Server" }, type = "text", required = true, choices = Array.Empty<string>() },
                        new { key = "kind", label = new { zh = "类型", en = "Kind of backup" }, type = "choice", required = false, choices = new[] { "full", "partial" } },
                    },
                },
            },
        }));
        api.MapGet("/calls/ringing", () => Results.Json(new { items = Rings ? new[] { Ringing() } : [], next = (string?)null }));
        api.MapGet("/tickets/{id:guid}/call/{what}", () => Results.File("RIFF"u8.ToArray(), "audio/wav"));
        api.MapPost("/tickets/attachments", KeepAsync);
        api.MapPost("/progress/{token}/attachments", KeepAsync);
        api.MapGet("/tickets/{id:guid}/attachments/{file:guid}", Send);
        api.MapGet("/progress/{token}/attachments/{file:guid}", Send);
        api.MapGet("/tickets/{id:guid}/chat", () => Results.Json(new { online = true, typing = true, customerRead = Read }));
        foreach (var what in new[] { "typing", "read" })
            api.MapPost($"/tickets/{{id:guid}}/{what}", () =>
            {
                Told.AddOrUpdate(what, 1, (_, n) => n + 1);
                return Results.NoContent();
            });
    }

    private object Ringing() => new
    {
        id = FakeData.Id(700), queue = "Hotline 400", from = "+8613800001111", callerMatch = Ambiguous ? "ambiguous" : "exact",
        customer = Ambiguous ? null : new { id = FakeData.Id(900), name = "华东重工集团" }, contactId = Ambiguous ? (Guid?)null : FakeData.Id(901), contactName = Ambiguous ? null : "王丽",
        cover = Ambiguous ? null : new { answer = "expired", contractNumber = "K-2025-07", serviceLevel = "premium" },
        candidates = Ambiguous ? new[] { new { contactId = FakeData.Id(901), name = "王丽", customer = new { id = FakeData.Id(900), name = "华东重工集团" } }, new { contactId = FakeData.Id(902), name = "Oliver Grant", customer = new { id = FakeData.Id(903), name = "Northwind" } } } : [],
        tickets = new[] { new { id = FakeData.First, number = "T-20261123-000001" } },
        answeredAt = Answered is null ? (DateTimeOffset?)null : DateTimeOffset.UtcNow.AddSeconds(-5), answeredBy = Answered is null ? null : "林晓东",
        ticket = Answered is { } own ? new { id = own, number = "T-20261123-000002" } : null,
    };

    private async Task<IResult> KeepAsync(HttpContext http, string name)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        if (name.EndsWith(".exe", StringComparison.Ordinal))
            return Results.Json(new { title = "x", status = 400, code = "attachment.refused" }, statusCode: 400, contentType: "application/problem+json");
        var id = Guid.NewGuid();
        _kept[id] = (name, content.ToArray());
        return Results.Json(new { id, name, size = content.Length, kind = "file" }, statusCode: 201);
    }

    private IResult Send(Guid file) => Results.File(_kept[file].Content, "application/octet-stream", _kept[file].Name);
}
