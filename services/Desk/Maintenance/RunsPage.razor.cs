using System.Globalization;
using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>Runs as a list or a month: what is due, in progress and overdue, with how many there are of each.</summary>
public sealed partial class RunsPage : DeskComponent
{
    private const int AheadDays = 60, BackDays = 92;

    /// <summary>No news tell of runs: the screen looks again by itself.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(30);

    private List<RunShape>? _runs;
    private RunCountsShape _counts = new(0, 0, 0, 0);
    private GatewayException? _problem;
    private string? _next;
    private ITimer? _timer;
    private string _asked = "";

    [SupplyParameterFromQuery] private string? Show { get; set; }

    [SupplyParameterFromQuery] private string? Kind { get; set; }

    [SupplyParameterFromQuery] private bool Mine { get; set; }

    [SupplyParameterFromQuery] private string? Month { get; set; }

    private DateOnly? Shown => DateOnly.TryParseExact(Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is > 1970 and < 2200 ? first : null;

    private IEnumerable<(string State, int Count, string Label, string Tone)> Counters =>
    [
        ("overdue", _counts.Overdue, W.CountOverdue, "breached"), ("due", _counts.Due, W.CountDue, "soon"), ("inProgress", _counts.InProgress, W.CountInProgress, "inProgress"),
        ("week", _counts.ThisWeek, W.CountThisWeek, "open"),
    ];

    public void Dispose() => _timer?.Dispose();

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _timer = Time.CreateTimer(_ => InvokeAsync(async () =>
            {
                await ReadAsync();
                StateHasChanged();
            }), null, s_again, s_again);
    }

    private async Task ReadAsync()
    {
        var asked = _asked = Filter;
        try
        {
            var page = await Maintenance.RunsAsync(asked, CancellationToken.None);
            if (asked == _asked)
                (_runs, _next, _counts, _problem) = ([.. page.Items], page.Next, page.Counts, null);
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private Task<bool> MoreAsync() => DoAsync(async () =>
    {
        var page = await Maintenance.RunsAsync($"{_asked}&cursor={Uri.EscapeDataString(_next!)}", CancellationToken.None);
        _runs!.AddRange(page.Items);
        _next = page.Next;
    });

    private string Filter
    {
        get
        {
            var now = Times.Now;
            var span = Shown is { } first
                ? $"limit=500&from={MaintenanceApi.Instant(Start(first))}&until={MaintenanceApi.Instant(Start(first.AddMonths(1)))}"
                : Show switch
                {
                    "week" => $"limit=100&until={MaintenanceApi.Instant(now.AddDays(7))}",
                    "completed" => $"limit=100&from={MaintenanceApi.Instant(now.AddDays(-BackDays))}",
                    "due" or "inProgress" or "overdue" => "limit=100",
                    _ => $"limit=100&until={MaintenanceApi.Instant(now.AddDays(AheadDays))}",
                };
            var state = Show switch
            {
                "overdue" => "&overdue=true",
                "week" => "&state=scheduled",
                "due" or "inProgress" or "completed" => $"&state={Show}",
                _ => Shown is null ? "&open=true" : "",
            };
            return $"{span}{state}{(KindIcon.Kinds.Contains(Kind) ? $"&kind={Kind}" : "")}{(Mine ? "&engineer=me" : "")}";
        }
    }

    private DateTimeOffset Start(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).In(Times.Zone);

    private static string Of(DateTime day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Of(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string With(string? show = null, string? kind = null, bool? mine = null, string? month = null) => Nav.GetUriWithQueryParameters("/maintenance", new Dictionary<string, object?>
    {
        ["show"] = Given(show ?? Show), ["kind"] = Given(kind ?? Kind), ["mine"] = (mine ?? Mine) ? true : null, ["month"] = Given(month ?? Month),
    });

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
