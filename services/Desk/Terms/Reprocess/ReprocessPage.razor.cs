using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Terms.Reprocess;

/// <summary>Puts changed calendars and policies on running clocks: previewed first, watched while it runs, kept on record.</summary>
public sealed partial class ReprocessPage : WatchingComponent
{
    private readonly List<ReprocessShape> _done = [];
    private IReadOnlyList<string> _calendars = [], _policies = [];
    private ReprocessShape? _job;
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _selection = "all", _reason = "", _once = Guid.NewGuid().ToString("N");
    private string? _next;
    private bool _busy;

    /// <summary>A preview or run to show; null for the form.</summary>
    [Parameter] public Guid? Id { get; set; }

    [SupplyParameterFromQuery(Name = "calendar")] private string? Calendar { get; set; }

    [SupplyParameterFromQuery(Name = "policy")] private string? Policy { get; set; }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            Unwatch();
            _problem = null;
            if (Id is { } id)
            {
                _job = await Api.ReprocessAsync(id, CancellationToken.None);
                if (_job.IsGoing)
                    Watch(LookAsync);
            }
            else
            {
                await ReadChoicesAsync();
            }

            await ReadAuditAsync();
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task ReadChoicesAsync()
    {
        _calendars = [.. (await Api.CalendarsAsync(CancellationToken.None)).Items.Select(c => c.Name)];
        _policies = [.. (await Api.PoliciesAsync(CancellationToken.None)).Items.Select(p => p.Name)];
        _selection = Calendar is not null && _calendars.Contains(Calendar) ? $"c|{Calendar}" : Policy is not null && _policies.Contains(Policy) ? $"p|{Policy}" : "all";
    }

    private async Task ReadAuditAsync()
    {
        var page = await Api.ReprocessesAsync(null, CancellationToken.None);
        _done.Clear();
        _done.AddRange(page.Items);
        _next = page.Next;
    }

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        _job = await Api.ReprocessAsync(Id!.Value, ct);
        if (!_job.IsGoing)
            await ReadAuditAsync();
        return _job.IsGoing;
    }

    private Task PreviewAsync() => BeginAsync(() => Api.PreviewReprocessAsync(Chosen(), _reason.Trim(), _once, CancellationToken.None));

    private Task RunAsync() => BeginAsync(() => Api.StartReprocessAsync(_job!.Id, _job.Reason, _once, CancellationToken.None));

    private async Task BeginAsync(Func<Task<ReprocessShape>> ask)
    {
        _busy = true;
        ReprocessShape? begun = null;
        await DoAsync(async () =>
        {
            try
            {
                begun = await ask();
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                _errors = errors;
            }
        });
        // Another attempt is another request: the same key with another text would be refused.
        (_busy, _once) = (false, Guid.NewGuid().ToString("N"));
        if (begun is not null)
        {
            (_errors, _job) = (FieldErrors.None, begun);
            Nav.NavigateTo($"/reprocess/{begun.Id}");
        }
    }

    private async Task StopAsync() => await DoAsync(async () => _job = await Api.StopReprocessAsync(_job!.Id, CancellationToken.None));

    private async Task MoreAsync() => await DoAsync(async () =>
    {
        var page = await Api.ReprocessesAsync(_next, CancellationToken.None);
        _done.AddRange(page.Items);
        _next = page.Next;
    });

    private SelectionShape Chosen() => _selection.Split('|', 2) switch
    {
        ["c", var calendar] => new(Calendars: [calendar]),
        ["p", var policy] => new(Policies: [policy]),
        _ => new(All: true),
    };

    private string Which(SelectionShape s) => s switch
    {
        { Calendars: { Count: > 0 } calendars } => W.OnCalendar(string.Join(", ", calendars)),
        { Policies: { Count: > 0 } policies } => W.OnPolicy(string.Join(", ", policies)),
        { TicketIds: { Count: > 0 } tickets } => W.SingleTickets(tickets.Count),
        _ => W.AllOpenTickets,
    };
}
