using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace ServiceMesh.Browser;

/// <summary>
/// A shop whose page has the chat's script, Intake behind a line that can be cut, and staff who answer. The page and the chat are different
/// origins, as they are in the world.
/// </summary>
internal sealed class ChatSite : IAsyncDisposable
{
    private readonly string _files = TestDirectory.Create("chat-files");
    private readonly HttpMessageInvoker _toIntake = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private WebApplication _app = default!;
    private ServiceProcess _intake = default!;
    private HttpClient _staff = default!;
    private string _database = "";
    private CancellationTokenSource _line = new();

    /// <summary>The shop's page, by another name than the chat's.</summary>
    public string Page => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/shop";

    public string Log => _intake.Log;

    public static async Task<ChatSite> StartAsync(object? settings = null)
    {
        var site = new ChatSite { _database = await TestDatabase.CreateAsync() };
        site._intake = await ServiceProcess.StartAsync("Intake", new Dictionary<string, string?>(TestIdentity.Settings)
        {
            ["ConnectionStrings:intake"] = site._database, ["Messaging:Transport"] = "none", ["Intake:Attachments:Directory"] = site._files,
        }, CancellationToken.None);
        site._staff = new HttpClient { BaseAddress = new Uri(site._intake.Address) };
        site._staff.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("intake", name: "林晓东", roles: ["admin", "agent"]));
        var channel = await site.PostAsync("/api/v1/channels", new { kind = "chat", name = "Shop", language = "zh-CN", settings });
        await site.ServeAsync(channel.GetProperty("id").GetGuid());
        return site;
    }

    /// <summary>Nothing passes any more, and what is open breaks.</summary>
    public Task CutAsync() => _line.CancelAsync();

    public void Mend() => _line = new CancellationTokenSource();

    /// <summary>Every ticket so far, the newest first, by number and id.</summary>
    public async Task<List<(string Number, Guid Id)>> TicketsAsync() =>
        [.. (await _staff.GetFromJsonAsync<JsonElement>("/api/v1/tickets")).GetProperty("items").EnumerateArray().Select(t => (t.GetProperty("number").GetString()!, t.GetProperty("id").GetGuid()))];

    public async Task<List<string>> SaidAsync(Guid ticket) =>
        [.. (await _staff.GetFromJsonAsync<JsonElement>($"/api/v1/tickets/{ticket}/messages?limit=200")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("text").GetString()!)];

    public Task AnswerAsync(Guid ticket, string text) => PostAsync($"/api/v1/tickets/{ticket}/messages", new { text });

    public Task TypeAsync(Guid ticket) => PostAsync($"/api/v1/tickets/{ticket}/typing", new { });

    public Task ReadAsync(Guid ticket) => PostAsync($"/api/v1/tickets/{ticket}/read", new { });

    public Task<JsonElement> PresenceAsync(Guid ticket) => _staff.GetFromJsonAsync<JsonElement>($"/api/v1/tickets/{ticket}/chat");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _staff.Dispose();
        _intake.Dispose();
        _toIntake.Dispose();
        NpgsqlConnection.ClearAllPools();
        await TestDatabase.DropAsync(_database);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _staff.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private async Task ServeAsync(Guid channel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddHttpForwarder();
        _app = builder.Build();
        _app.UseWebSockets();
        // A strict page: only files of the two sites, no styles in the page.
        _app.MapGet("/shop", (HttpContext http) =>
        {
            var chat = $"{http.Request.Scheme}://127.0.0.1:{http.Request.Host.Port}";
            http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {chat}; connect-src {chat} {chat.Replace("http", "ws", StringComparison.Ordinal)}";
            return Results.Text($"<!doctype html><title>Shop</title><h1>Shop</h1><script async src=\"{chat}/chat/{channel}/widget.js\" data-open></script>", "text/html");
        });
        _app.Map("/chat/{**rest}", async (HttpContext http, IHttpForwarder forwarder) =>
        {
            var line = _line.Token;
            using var cut = line.Register(http.Abort);
            if (line.IsCancellationRequested)
                http.Abort();
            else
                await forwarder.SendAsync(http, _intake.Address, _toIntake, ForwarderRequestConfig.Empty, HttpTransformer.Default, line);
        });
        await _app.StartAsync();
    }
}
