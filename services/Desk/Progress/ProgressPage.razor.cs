using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Progress;

/// <summary>The customer's page: where the ticket stands, what we promised, and a way to answer. Plain HTML, no script.</summary>
public sealed partial class ProgressPage : ComponentBase
{
    /// <summary>All files of a reply together, in bytes; the gateway takes the same at this address.</summary>
    private const int LargestForm = 25 * 1024 * 1024;

    private ProgressShape? _ticket;
    private ProgressConversation _conversation = new([]);
    private bool _away;
    private string? _outcomeError;

    [Parameter] public string Token { get; set; } = "";

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "sent")] private string? Sent { get; set; }

    /// <summary>Not when another message from the same address was refused.</summary>
    private bool JustSent => Sent is not null && HttpMethods.IsGet(HttpContext.Request.Method);

    /// <summary>What was just asked for: <c>close</c> or <c>reopen</c>.</summary>
    [SupplyParameterFromQuery(Name = "done")] private string? Done { get; set; }

    [Inject] private IConfiguration Configuration { get; set; } = default!;

    /// <summary>What this browser chose, else the language of the ticket.</summary>
    private Words W => HttpContext.Request.Cookies.ContainsKey(Preferences.LanguageCookie) || _ticket?.Language is null ? Desk.Words : Words.For(_ticket.Language);

    private Times Times => new(W, Zone, Time);

    private TimeZoneInfo Zone =>
        TimeZoneInfo.TryFindSystemTimeZoneById(_conversation.TimeZone ?? Configuration["Desk:TimeZone"] ?? "Asia/Shanghai", out var zone) ? zone : TimeZoneInfo.Utc;

    private string Here => $"/p/{Uri.EscapeDataString(Token)}";

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var conversation = Api.ProgressConversationAsync(Token, HttpContext.RequestAborted);
            _ticket = await Api.ProgressAsync(Token, HttpContext.RequestAborted);
            var read = await ReadOrNoneAsync(conversation);
            _conversation = read with { Items = [.. read.Items.Where(m => m.Kind is "customer" or "agent").OrderBy(m => m.At)] };
        }
        catch (GatewayException e) when (e.Status is 400 or 404 or 410)
        {
            // Wrong, expired, withdrawn: one answer for all.
            HttpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (GatewayException)
        {
            _away = true;
            HttpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            HttpContext.Response.Headers.RetryAfter = "10";
        }
    }

    private static async Task<ProgressConversation> ReadOrNoneAsync(Task<ProgressConversation> read)
    {
        try
        {
            return await read;
        }
        catch (GatewayException)
        {
            return new([]);
        }
    }

    private async Task<Guid> UploadAsync(string name, Stream content) => (await Api.ProgressUploadAsync(Token, name, content, HttpContext.RequestAborted)).Id;

    private async Task SendAsync(string text, IReadOnlyList<Guid> files, string once) => await Api.ProgressReplyAsync(Token, text, files, once, HttpContext.RequestAborted);

    private Task CloseAsync() => AskAsync("close", null);

    private Task ReopenAsync(string reason) => AskAsync("reopen", reason);

    private async Task AskAsync(string what, string? reason)
    {
        try
        {
            await Api.ProgressAskAsync(Token, $"{what}-request", reason, HttpContext.RequestAborted);
            Nav.NavigateTo($"{Here}?done={what}");
        }
        catch (GatewayException e)
        {
            _outcomeError = W.Problem(e.Code, e.Status);
        }
    }
}
