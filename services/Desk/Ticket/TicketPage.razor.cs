using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Ticket;

/// <summary>One ticket with everything that five services know of it, live.</summary>
public sealed partial class TicketPage : DeskComponent
{
    private TicketView _view = TicketView.Empty;
    private IReadOnlyList<Named> _teams = [];
    private IReadOnlyList<EngineerShape> _engineers = [];
    private string _tab = "talk";
    private Guid _shown;
    private Guid? _read;
    private int _turn;
    private LiveLoop? _loop;

    [Parameter] public Guid Id { get; set; }

    public void Dispose() => _loop?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Id)
            return;
        _shown = Id;
        _view = TicketView.Empty;
        _read = null;
        await ReadAsync(CancellationToken.None);
        if (_loop is not null)
            Listen();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Desk.Account is null)
            return;
        Listen();
        try
        {
            var teams = Api.TeamsAsync(CancellationToken.None);
            var engineers = Api.EngineersAsync(CancellationToken.None);
            _teams = (await teams).Items;
            _engineers = (await engineers).Items;
            StateHasChanged();
        }
        catch (GatewayException)
        {
            // Assigning offers no names then; everything else works.
        }
    }

    private void Listen()
    {
        _loop?.Dispose();
        _loop = new LiveLoop(Feed, Time, Desk.Account!.Tenant, Id, ct => InvokeAsync(async () =>
        {
            await ReadAsync(ct);
            StateHasChanged();
        }));
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var id = Id;
        var view = await TicketView.ReadAsync(Api, id, _view, ct);
        if (id != Id)
            return;
        _view = view;
        _turn++;
        // Just registered: Dispatch hears of it in a moment.
        if (_loop is not null)
            _loop.Restless = view.Work is null;
        if (view.Problem is { } problem)
            LeftFor(problem);
    }

    /// <summary>A web chat that goes on: who is there, and typing, is shown.</summary>
    private bool IsChat => _view.Work is { Channel: "chat", State: not ("closed" or "cancelled") };

    private string Selected(string tab) => _tab == tab ? "true" : "false";

    private string Stop(string tab) => _tab == tab ? "0" : "-1";
}
