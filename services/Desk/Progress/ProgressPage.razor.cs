using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Progress;

/// <summary>The customer's page: where the ticket stands, what we promised, and a way to answer. Plain HTML, no script.</summary>
public sealed partial class ProgressPage : ComponentBase
{
    private const int LongestMessage = 10_000;
    private const int MostFiles = 5;

    /// <summary>All files of a reply together, in bytes; the gateway takes the same at this address.</summary>
    private const int LargestForm = 25 * 1024 * 1024;

    private ProgressShape? _ticket;
    private ProgressConversation _conversation = new([]);
    private bool _away;
    private string? _error;
    private string _once = Guid.NewGuid().ToString("N");

    [Parameter] public string Token { get; set; } = "";

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "sent")] private string? Sent { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private string? Text { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private string? Once { get; set; }

    [SupplyParameterFromForm(FormName = "reply")] private IReadOnlyList<IFormFile>? Files { get; set; }

    [Inject] private IConfiguration Configuration { get; set; } = default!;

    /// <summary>What this browser chose, else the language of the ticket.</summary>
    private Words W => HttpContext.Request.Cookies.ContainsKey(Preferences.LanguageCookie) || _ticket?.Language is null ? Desk.Words : Words.For(_ticket.Language);

    private Times Times => new(W, Zone, Time);

    private TimeZoneInfo Zone =>
        TimeZoneInfo.TryFindSystemTimeZoneById(_conversation.TimeZone ?? Configuration["Desk:TimeZone"] ?? "Asia/Shanghai", out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The customer is the one who has to act.</summary>
    private bool Theirs => _ticket?.WaitingFor is "waitingForCustomer" or "waitingForEvidence";

    private DateTimeOffset? WaitingSince => _ticket?.Steps.Where(s => s.Code is "waitingForYou" or "waiting").Select(s => (DateTimeOffset?)s.At).Max();

    private string Headline => _ticket!.State != "waiting" ? W.CustomerHeadline(_ticket.State) : Theirs ? W.WaitingForYou : W.WaitingForOthers(_ticket.WaitingFor);

    private IEnumerable<(string Label, string Look)> Steps
    {
        get
        {
            string[] labels = [W.StepReceived, W.StepAssigned, W.StepInProgress, W.StepResolved, W.StepClosed];
            var at = _ticket!.State switch { "assigned" => 1, "inProgress" or "waiting" => 2, "resolved" => 3, "closed" => 5, "cancelled" => -1, _ => 0 };
            return labels.Select((label, i) => (label, i < at ? "done" : i == at ? "now" : ""));
        }
    }

    private IReadOnlyList<Promise> Promises =>
    [
        .. ClockOrder.Latest(_ticket!.Clocks.Where(c => !ClockOrder.IsInternal(c))).Select(Tell).OfType<Promise>(),
    ];

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

    private async Task ReplyAsync()
    {
        var text = Text?.Trim() ?? "";
        // The form's own key: sending the same form twice keeps one message.
        _once = Once is { Length: > 0 and <= 64 } ? Once : _once;
        // A form whose file field was left alone holds one without name and content.
        var files = (Files ?? []).Where(f => f.Length > 0).ToList();
        _error = text.Length == 0 && files.Count == 0 ? W.MessageEmpty : text.Length > LongestMessage ? W.MessageTooLong : files.Count > MostFiles ? W.TooManyFiles : null;
        if (_error is not null || _ticket is null)
            return;
        try
        {
            List<Guid> ids = [];
            foreach (var file in files)
            {
                await using var content = file.OpenReadStream();
                ids.Add((await Api.ProgressUploadAsync(Token, file.FileName, content, HttpContext.RequestAborted)).Id);
            }

            await Api.ProgressReplyAsync(Token, text, ids, _once, HttpContext.RequestAborted);
            Nav.NavigateTo($"/p/{Uri.EscapeDataString(Token)}?sent=1#reply");
        }
        catch (GatewayException e)
        {
            _error = e.Code.StartsWith("attachment.", StringComparison.Ordinal) ? W.Problem(e.Code, e.Status) : e.Status is 413 or 400 ? W.MessageTooLong : e.Status == 429 ? W.Problem(e.Code, e.Status) : W.MessageFailed;
        }
    }

    private Promise? Tell(ClockShape c)
    {
        var face = ClockFace.Of(c, Times.Now);
        var due = c.DueAt ?? c.BreachedAt;
        var name = c.Legs is { Count: > 0 } ? "either" : c.Clock;
        return face.Look switch
        {
            ClockLook.Met => new("met", "check", W.PromiseMet(name, Times.Spoken(c.MetAt ?? Times.Now))),
            ClockLook.MetLate => new("late", "check", W.PromiseMetLate(name, Times.Spoken(c.MetAt ?? Times.Now))),
            ClockLook.Paused => new("paused", "pause", W.PromisePaused(name, Times.Span(TimeSpan.FromSeconds(face.Seconds)))),
            ClockLook.Overdue => new("over", "alert", W.PromiseMissed(name, Times.Spoken(due ?? Times.Now))),
            ClockLook.None => null,
            _ => new(face.Look.ToString().ToLowerInvariant(), "clock", W.PromiseRunning(name, Times.Spoken(due!.Value)),
                W.InTime(Times.Span(TimeSpan.FromSeconds(face.Seconds))), ((int)(face.Share * 100)).ToString(CultureInfo.InvariantCulture)),
        };
    }

    private sealed record Promise(string Look, string Icon, string Text, string? Left = null, string? Share = null);
}
