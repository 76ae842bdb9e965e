using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>Dispatch with a number of tickets, one in ten of them open, by which the number of people grows.</summary>
internal sealed class BoardScene : IDisposable
{
    private const int Teams = 10;

    /// <summary>Each in five of a hundred tickets.</summary>
    private static readonly string[] s_subjects =
    [
        "Invoices cannot be posted", "Payroll run stops", "Report prints empty pages", "发票无法过账", "Login fails after update", "Warehouse count is off", "审批流程卡住",
        "Interface to the bank is slow", "Printer does not answer", "报表导出失败", "Order cannot be released", "Field is missing", "凭证重复", "Sync stopped at night",
        "Licence expired", "Scanner reads twice", "权限不足", "Backup did not run", "Totals differ by a cent", "Screen freezes",
    ];

    private static readonly string[] s_clocks = ["firstResponse", "diagnosis", "resolution"];

    private BoardScene(ServiceUnderTest dispatch, string database, int tickets) => (Dispatch, Database, Tickets) = (dispatch, database, tickets);

    public ServiceUnderTest Dispatch { get; }

    public string Database { get; }

    public int Tickets { get; }

    public Guid[] TeamIds { get; private set; } = [];

    public Guid[] EngineerIds { get; private set; } = [];

    /// <summary>Everybody has about a hundred open tickets.</summary>
    private int People => Tickets / 1_000;

    /// <summary>Customers have 200 tickets each, 20 of them open.</summary>
    public int Customers => Tickets / 200;

    public static async Task<BoardScene> StartAsync(DurableServer server, string database, int tickets)
    {
        var at = server.Database(database);
        var dispatch = await ServiceUnderTest.StartAsync("Dispatch", new Dictionary<string, string?> { ["ConnectionStrings:dispatch"] = at, ["Messaging:Transport"] = "none" });
        var scene = new BoardScene(dispatch, at, tickets);
        await scene.PeopleAsync();
        await scene.FillAsync();
        // The counters of so many new tickets are summed up in the background.
        await Eventually.Async(async () => (long)(await TimersDatabase.ScalarAsync(at, "SELECT count(*) FROM board_tallies WHERE NOT folded"))! <= 200, TimeSpan.FromMinutes(5), "the counters are summed up");
        await server.RestAsync(database);
        return scene;
    }

    /// <summary>A customer's name; none is part of another's.</summary>
    public static string Customer(int i) => $"Contoso {i:00000}";

    /// <summary>A ticket's number, of an open one.</summary>
    public string Number(int i) => $"T-20261122-{i * 10 % Tickets:0000000}";

    public void Dispose() => Dispatch.Dispose();

    private async Task PeopleAsync()
    {
        for (var i = 0; i < Teams; i++)
            TeamIds = [.. TeamIds, (await Dispatch.PostAsync("/api/v1/teams", new { name = $"Team {i}", categories = new[] { $"c{i}" } })).GetProperty("id").GetGuid()];
        EngineerIds = await Task.WhenAll(Enumerable.Range(0, People).Select(i => Task.Run(async () =>
            (await Dispatch.PostAsync("/api/v1/engineers", new { name = $"Engineer {i}", language = "zh-CN", skills = Array.Empty<string>(), teamIds = new[] { TeamIds[i % Teams] } })).GetProperty("id").GetGuid())));
    }

    private async Task FillAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var clocks = JsonSerializer.Serialize(s_clocks.Select(c => new ClockView
        {
            Clock = c, State = ClockState.Running, StartedAt = now, TargetSeconds = 7200, DueAt = now.AddHours(2), RemainingSeconds = 7200, Cycle = 1,
        }), EventJson.Options).Replace("'", "''", StringComparison.Ordinal);
        const string open = "i % 10 = 0";
        // The open ones are spread over teams, people, states, severities and dues alike, each apart from the others.
        var template = $"""
            SELECT (NULL::tickets) AS t, i, h, 0 AS k, now() - interval '400 days' * (1 - i::float8 / {Tickets}) AS at, h % {Teams} + 1 AS team, h % {People} + 1 AS person,
                   CASE WHEN {open} THEN (ARRAY['open', 'waiting', 'resolved', 'inProgress', 'inProgress', 'assigned', 'assigned', 'assigned', 'assigned', 'assigned'])[h / 1000 % 10 + 1]
                        ELSE 'closed' END AS st,
                   now() + interval '10 days' * (h % 100003 / 100003.0 - 0.05) AS due
            FROM (SELECT i, hashint4(i) & 2147483647 AS h FROM generate_series(0, {Tickets - 1}) i) numbers
            """;
        var (team, person) = ($"(ARRAY[{Quoted(TeamIds)}]::uuid[])[team]", $"(ARRAY[{Quoted(EngineerIds)}]::uuid[])[person]");
        const string owned = "st NOT IN ('open')";
        await Clones.AddAsync(Database, template, new Dictionary<string, string>
        {
            ["id"] = Clones.Id, ["tenant"] = "'default'", ["number"] = "'T-20261122-' || lpad(i::text, 7, '0')", ["channel"] = "'portal'", ["kind"] = "'request'",
            ["subject"] = $"(ARRAY[{string.Join(", ", s_subjects.Select(s => $"'{s}'"))}])[h / 10000 % {s_subjects.Length} + 1] || ' ' || i",
            ["customer_name"] = $"'Contoso ' || lpad((i / 10 % {Customers})::text, 5, '0')", ["language"] = "'zh-CN'", ["progress_token_hash"] = "md5(i::text) || md5((-i)::text)",
            ["opened_at"] = "at", ["work_type"] = "'support'", ["impact"] = "'medium'", ["urgency"] = "'medium'", ["severity"] = "(ARRAY[1, 2, 2, 3, 3, 3, 3, 4, 4, 5])[h / 100 % 10 + 1]",
            ["decided_by"] = "'matrix'", ["state"] = "st", ["team_id"] = team, ["team_name"] = "'Team ' || (team - 1)",
            ["engineer_id"] = $"CASE WHEN {owned} THEN {person} END", ["engineer_name"] = $"CASE WHEN {owned} THEN 'Engineer ' || (person - 1) END",
            ["assigned_at"] = $"CASE WHEN {owned} THEN at END", ["started"] = "st = 'inProgress'", ["waiting_for"] = "CASE WHEN st = 'waiting' THEN 'waitingForCustomer' END",
            ["cycle"] = "1", ["version"] = "2", ["updated_at"] = "at + interval '1 hour'", ["steps"] = "'[]'::jsonb", ["clocks"] = $"'{clocks}'::jsonb", ["tags"] = "'{}'",
            ["next_due_at"] = $"CASE WHEN {open} THEN due END", ["due_key"] = $"CASE WHEN {open} THEN due ELSE '9999-01-01'::timestamptz END", ["breached"] = $"{open} AND due < now()",
            ["clocks_sequence"] = "1",
        });
    }

    private static string Quoted(IEnumerable<Guid> ids) => string.Join(", ", ids.Select(id => $"'{id}'"));
}
