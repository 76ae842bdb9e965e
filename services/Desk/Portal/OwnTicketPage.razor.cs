using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Portal;

/// <summary>One of a customer's own tickets: how far it is, what was said, and what may be done with it. Plain HTML, no script.</summary>
public sealed partial class OwnTicketPage : ComponentBase
{
    /// <summary>All files of a reply together, in bytes; the gateway takes the same at this address.</summary>
    private const int LargestForm = 25 * 1024 * 1024;

    private TicketShape? _ticket;
    private ProgressShape? _progress;
    private IReadOnlyList<MessageShape> _talk = [];
    private string? _outcomeError;

    [Parameter] public Guid Id { get; set; }

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "sent")] private string? Sent { get; set; }

    [SupplyParameterFromQuery(Name = "created")] private string? Created { get; set; }

    /// <summary>Not when another message from the same address was refused.</summary>
    private bool JustSent => Sent is not null && HttpMethods.IsGet(HttpContext.Request.Method);

    /// <summary>What was just asked for: <c>close</c> or <c>reopen</c>.</summary>
    [SupplyParameterFromQuery(Name = "done")] private string? Done { get; set; }

    private Words W => Desk.Words;

    private string Here => $"/portal/tickets/{Id}";

    /// <summary>As Dispatch tells; before it knows the ticket, as Intake does.</summary>
    private string State => _progress?.State ?? _ticket!.State ?? "open";

    private List<(string Name, string Value)> About
    {
        get
        {
            var t = _ticket!;
            List<(string, string?)> all =
            [
                (W.Product, t.Product?.Name), (W.ModuleWord, t.Module), (W.YourEquipment, t.Asset is { } a ? string.Join(" · ", new[] { a.SerialNumber, a.Name }.OfType<string>()) : null),
                (W.ReportedWord, $"{t.Contact?.Name} {Desk.Times.Short(t.OpenedAt)}".Trim()),
            ];
            return [.. all.Where(x => x.Item2 is { Length: > 0 }).Select(x => (x.Item1, x.Item2!))];
        }
    }

    protected override async Task OnInitializedAsync()
    {
        var ct = HttpContext.RequestAborted;
        try
        {
            _ticket = await Api.TicketAsync(Id, ct);
        }
        catch (GatewayException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            HttpContext.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var talk = Api.MessagesAsync(Id, ct);
        _progress = (await Api.OwnProgressAsync([Id], ct)).GetValueOrDefault(Id);
        _talk = [.. (await talk).Items.OrderBy(m => m.At)];
    }

    private async Task<Guid> UploadAsync(string name, Stream content) => (await Api.UploadAsync(name, content, HttpContext.RequestAborted)).Id;

    private async Task SendAsync(string text, IReadOnlyList<Guid> files, string once) => await Api.SayAsync(Id, text, files, note: false, once, HttpContext.RequestAborted);

    private Task CloseAsync() => AskAsync("close", null);

    private Task ReopenAsync(string reason) => AskAsync("reopen", reason);

    private async Task AskAsync(string what, string? reason)
    {
        try
        {
            await Api.AskAsync(Id, $"{what}-request", reason, HttpContext.RequestAborted);
            Nav.NavigateTo($"{Here}?done={what}");
        }
        catch (GatewayException e)
        {
            _outcomeError = W.Problem(e.Code, e.Status);
        }
    }
}
