using Microsoft.AspNetCore.Components;
using Radzen;
using ServiceMesh.Desk.Components;
using ServiceMesh.Desk.Terms;
using ServiceMesh.Desk.Ticket.Actions;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>One run: its window, checklist and evidence, and exactly what keeps it from starting or closing.</summary>
public sealed partial class RunPage : DeskComponent
{
    private RunDetailShape? _detail;
    private GatewayException? _problem;
    private FieldErrors _errors = FieldErrors.None;
    private bool _busy;

    [Inject] internal MaintenanceApi Maintenance { get; set; } = default!;

    [Inject] private DialogService Dialogs { get; set; } = default!;

    [Parameter] public Guid Id { get; set; }

    private Times Local => Desk.TimesIn(_detail?.Run.Zone);

    // Dispatch asks the same.
    private bool MayWork => Is("engineer", "dispatcher", "manager", "admin");

    private bool MayPlan => Is("dispatcher", "manager", "admin");

    private bool MayAnswerFor => Is("manager", "admin");

    protected override async Task OnParametersSetAsync()
    {
        if (_detail?.Run.Id == Id)
            return;
        (_detail, _errors) = (null, FieldErrors.None);
        try
        {
            _detail = await Maintenance.RunAsync(Id, CancellationToken.None);
            _problem = null;
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task StartAsync()
    {
        string? reason = null;
        if (!_detail!.Run.Covered && (reason = await ReasonAsync(W.RunStart, W.StartUncoveredAsk)) is null)
            return;
        await ActAsync("start", new { coverReason = reason }, W.RunStart);
    }

    /// <summary>A verdict that is not good asks for a remark first; what is missing is said at its fields.</summary>
    private async Task CompleteAsync()
    {
        if (await ActAsync("complete", new { }, W.RunComplete, "maintenance.remark-missing") != "maintenance.remark-missing")
            return;
        if (await ReasonAsync(W.RunComplete, W.RemarkNeeded) is { } remark)
            await ActAsync("complete", new { remark }, W.RunComplete);
    }

    private async Task MoveAsync()
    {
        if (await OpenAsync<MoveRunDialog>(W.RunReschedule, new() { ["Run"] = _detail!.Run }) is MoveRunDialog.Answer(var from, var reason))
            await ActAsync("reschedule", new { from, reason }, W.RunReschedule);
    }

    private async Task AssignAsync()
    {
        if (await OpenAsync<AssignRunDialog>(W.RunAssign, new() { ["Run"] = _detail!.Run }) is AssignRunDialog.Answer(var team, var engineer, var reason, var over))
            await ActAsync("assign", new { teamId = team, engineerId = engineer, reason, @override = over }, W.RunAssign);
    }

    private async Task CancelAsync()
    {
        if (await ReasonAsync(W.RunCancel, W.CancelRunAsk) is { } reason)
            await ActAsync("cancel", new { reason }, W.RunCancel);
    }

    private async Task WaiveAsync()
    {
        if (await ReasonAsync(W.RunWaive, W.WaiveRollbackAsk) is { } reason)
            await ActAsync("waive-rollback-test", new { reason }, W.RunWaive);
    }

    private Task<string?> SaveAsync(IReadOnlyDictionary<string, object?> values) =>
        values.Count == 0 ? Task.FromResult<string?>(null) : ActAsync("evidence", new { values }, W.EvidenceTitle);

    private async Task AnswerAsync(ChecklistPart.Answer answer)
    {
        var note = answer.State == "skipped" ? await ReasonAsync(W.CheckSkip, W.SkipAsk) : null;
        if (answer.State != "skipped" || note is not null)
            await ActAsync("check", new { key = answer.Key, state = answer.State, note }, null);
    }

    /// <summary>Null when it was done, else the problem's code. One that is expected is not said.</summary>
    private async Task<string?> ActAsync(string action, object body, string? done, string? expected = null)
    {
        if (_busy)
            return "";
        _busy = true;
        string? refused = null;
        var ok = await DoAsync(async () =>
        {
            try
            {
                (_detail, _errors) = (await Maintenance.ActAsync(Id, action, body, CancellationToken.None), FieldErrors.None);
            }
            catch (GatewayException e) when (e.Code == expected)
            {
                refused = e.Code;
            }
            catch (GatewayException e) when (e.Errors is { Count: > 0 })
            {
                // What is missing or wrong stands at its field; the notice says that there is something.
                _errors = new FieldErrors(e.Errors.ToDictionary(x => x.Key.Replace("values.", "", StringComparison.Ordinal), x => x.Value));
                throw;
            }
        });
        if (!ok && _detail is not null)
            await ReadAgainAsync();
        if (ok && refused is null && done is not null)
            Done(action == "evidence" ? W.EvidenceSaved : W.ActionDone(done));
        _busy = false;
        return ok ? refused : "";
    }

    // Somebody else may have been quicker.
    private async Task ReadAgainAsync()
    {
        try
        {
            _detail = await Maintenance.RunAsync(Id, CancellationToken.None);
        }
        catch (GatewayException)
        {
            // What is shown stays; the refusal was said.
        }
    }

    private async Task<string?> ReasonAsync(string title, string ask)
    {
        object? asked = await OpenAsync<ReasonDialog>(title, new() { ["Ask"] = ask, ["Required"] = true });
        return asked is null ? null : (string?)((dynamic)asked).reason;
    }

    private async Task<object?> OpenAsync<T>(string title, Dictionary<string, object?> parameters)
        where T : ComponentBase =>
        await Dialogs.OpenAsync<T>($"{title} · {_detail!.Run.PlanName}", parameters!, new DialogOptions
        {
            Width = "min(500px, calc(100vw - 24px))", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = false, AutoFocusFirstElement = true, ShowClose = true, CssClass = "sheet",
        });

    private bool Is(params string[] roles) => Desk.Account?.Roles.Any(roles.Contains) == true;

    private string Said(string name) =>
        name.StartsWith("checklist.", StringComparison.Ordinal) && _detail!.Checklist.Items.FirstOrDefault(i => i.Key == name[10..]) is { } item ? W.Item(item) : W.EvidenceField(name);

    private static string Anchor(string name) => name.Replace('.', '-');

    private string? Note(RunStepShape step) => step.What switch
    {
        "evidence" => string.Join(", ", (step.Note ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(W.EvidenceField)),
        "checked" => step.Note is { } key ? Said("checklist." + key) : null,
        "escalated" => step.Note is { } role ? W.Role(role) : null,
        "cancelled" or "rescheduled" => step.Note is "plan-changed" or "plan-ended" or "not-covered" ? W.NobodysReason(step.Note) : step.Note,
        _ => step.Note,
    };
}
