using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Board;

/// <summary>The live board of open tickets.</summary>
public sealed partial class BoardPage : DeskComponent
{
    private static readonly TimeSpan Flash = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Guid, DateTimeOffset> _changedAt = [];
    private HashSet<Guid> _changed = [];
    private IReadOnlyList<BoardRow> _rows = [];
    private IReadOnlyList<Named> _teams = [];
    private BoardCounts? _counts;
    private string? _next;
    private int _limit = BoardQuery.PageSize;
    private GatewayException? _problem;
    private bool _loaded;
    private int _turn;
    private string _shown = "";
    private LiveLoop? _loop;

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "team")] private string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "mine")] private bool? Mine { get; set; }

    [SupplyParameterFromQuery(Name = "severity")] private int? Severity { get; set; }

    [SupplyParameterFromQuery(Name = "q")] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "sort")] private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "clock")] private string? Clock { get; set; }

    private BoardQuery Query => new(State, Team, Mine == true, Severity, Search, Sort, Clock, _limit);

    public void Dispose() => _loop?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        var asked = Query.ToPage();
        if (asked == _shown && _loaded)
            return;
        _shown = asked;
        _limit = BoardQuery.PageSize;
        _changedAt.Clear();
        await ReadAsync(CancellationToken.None);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Desk.Account is not { } account)
            return;
        _loop = new LiveLoop(Feed, Time, account.Tenant, null, RefreshAsync);
        try
        {
            _teams = (await Api.TeamsAsync(CancellationToken.None)).Items;
            StateHasChanged();
        }
        catch (GatewayException)
        {
            // The team filter stays empty; the board works without it.
        }
    }

    private Task RefreshAsync(CancellationToken ct) => InvokeAsync(async () =>
    {
        await ReadAsync(ct);
        StateHasChanged();
    });

    private async Task ReadAsync(CancellationToken ct)
    {
        var query = Query;
        try
        {
            var page = await Api.BoardAsync(query, ct);
            if (query != Query)
                return;
            Mark(page.Items, Times.Now);
            _rows = page.Items;
            _next = page.Next;
            _counts = page.Counts ?? _counts;
            _problem = null;
            _loaded = true;
            _turn++;
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    // Rows that changed since the last look are lit for a moment.
    private void Mark(IReadOnlyList<BoardRow> rows, DateTimeOffset now)
    {
        if (_loaded)
        {
            var before = _rows.ToDictionary(r => r.Id, r => (r.Version, r.UpdatedAt));
            foreach (var row in rows)
                if (before.Count > 0 && (!before.TryGetValue(row.Id, out var old) || old != (row.Version, row.UpdatedAt)))
                    _changedAt[row.Id] = now;
        }

        _changed = [.. _changedAt.Where(c => now - c.Value < Flash).Select(c => c.Key)];
    }

    private void GoTo(BoardQuery query) => Nav.NavigateTo(query.ToPage());

    private async Task MoreAsync()
    {
        _limit += BoardQuery.PageSize;
        await ReadAsync(CancellationToken.None);
    }
}
