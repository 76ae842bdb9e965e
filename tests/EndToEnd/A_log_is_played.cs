using System.Diagnostics;
using ServiceMesh.Testing;
using ServiceMesh.Traffic;
using ServiceMesh.Traffic.Gateway;
using ServiceMesh.Traffic.Replay;

namespace ServiceMesh.EndToEnd;

/// <summary>
/// A help desk's log, played by the program that <c>./run --replay</c> starts, in a tenant of its own; Insight then counts as many of everything
/// as the log has. A small made-up one always; with SERVICEMESH_LONG_TESTS=1 also the file that SERVICEMESH_REPLAY_LOG names.
/// </summary>
[Collection(Phase.Stories)]
public sealed class A_log_is_played(Mesh mesh)
{
    private const string Header =
        "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,"
        + "sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,"
        + "knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at";

    /// <summary>Three tickets in ServiceNow's format, mixed as the clock mixes them, with rows that repeat what was there.</summary>
    private static readonly string[] s_rows =
    [
        Row("INC1", "New", 0, 0, 1),
        Row("INC2", "New", 0, 0, 2),
        Row("INC1", "New", 0, 0, 1),
        Row("INC1", "Active", 0, 0, 1),
        Row("INC2", "Active", 2, 0, 3),
        Row("INC1", "Active", 1, 0, 2),
        Row("INC3", "New", 0, 0, 1),
        Row("INC1", "Awaiting User Info", 1, 0, 2),
        Row("INC2", "Awaiting Vendor", 2, 0, 3),
        Row("INC1", "Awaiting User Info", 1, 0, 2),
        Row("INC2", "Awaiting User Info", 2, 0, 3),
        Row("INC1", "Active", 1, 0, 2),
        Row("INC3", "Awaiting Evidence", 0, 0, 1),
        Row("INC2", "Active", 2, 0, 3),
        Row("INC1", "Resolved", 1, 0, 2),
        Row("INC2", "Resolved", 2, 0, 3),
        Row("INC3", "Resolved", 0, 0, 1),
        Row("INC2", "Active", 2, 1, 3),
        Row("INC1", "Closed", 1, 0, 2),
        Row("INC2", "Resolved", 2, 1, 3),
        Row("INC3", "Closed", 0, 0, 1),
        Row("INC2", "Closed", 2, 1, 3),
        Row("INC1", "Closed", 1, 0, 2),
    ];

    private static readonly string[] s_languages = ["en"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_tickets_are_reassigned_wait_are_reopened_and_closed_as_often_as_it_says_and_a_second_time_adds_nothing()
    {
        var log = Path.Combine(TestDirectory.Create("log"), "small.csv");
        await File.WriteAllLinesAsync(log, s_rows.Prepend(Header), Ct);
        using var staff = await NewTenantAsync();
        Assert.Equal(new Figures(Tickets: 3, Reassignments: 3, Waits: 4, Reopenings: 1, Closings: 3), await PlayAsync(log, staff));
        Assert.Equal(3, (await staff.GetAsync<BoardView>("/api/v1/board?open=false", Ct)).Items.Count(r => r.State == "closed"));
        await PlayAsync(log, staff);
        Assert.Equal(3, (await CountedAsync(staff)).Tickets);

        if (Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") != "1" || Environment.GetEnvironmentVariable("SERVICEMESH_REPLAY_LOG") is not { Length: > 0 } real) return;
        using var others = await NewTenantAsync();
        await PlayAsync(real, others);
    }

    /// <summary>Plays it, which must go without an error, and returns what Insight counts in the tenant: what the log says.</summary>
    private static async Task<Figures> PlayAsync(string log, GatewayClient staff)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Replayer).Assembly.Location, "replay", log]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SERVICEMESH_URL"] = staff.Address.AbsoluteUri;
        start.Environment["SERVICEMESH_API_KEY"] = (await staff.PostAsync<CreatedKeyView>("/api/v1/api-keys", new { name = "Replay", roles = Settings.StaffRoles }, null, Ct)).Key;
        using var player = Process.Start(start)!;
        var errors = player.StandardError.ReadToEndAsync(Ct);
        var report = await player.StandardOutput.ReadToEndAsync(Ct);
        await player.WaitForExitAsync(Ct);
        // It compares too: also whether each wait stopped the resolution clock from its very instant.
        Assert.True(player.ExitCode == 0, $"{report}\n{await errors}");
        Console.WriteLine(report);

        using var text = File.OpenText(log);
        var mapping = LogMapping.Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "mappings", "servicenow.json"), Ct));
        var (expected, counted) = (Planner.Make(CsvReader.Read(text), mapping).Expected, await CountedAsync(staff));
        Assert.Equal(expected, counted);
        return counted;
    }

    /// <summary>Counted by Insight from the timelines of the whole tenant, in which nothing else ever happened.</summary>
    private static async Task<Figures> CountedAsync(GatewayClient staff)
    {
        var counts = await staff.GetAsync<CountsView>("/api/v1/insight/event-counts", Ct);
        int Of(string type) => counts.Items.SingleOrDefault(c => c.Type == type)?.Count ?? 0;
        return new Figures(Of("TicketOpened"), counts.Reassigned, Of("TicketPaused"), Of("TicketReopened"), Of("TicketClosed"));
    }

    private async Task<GatewayClient> NewTenantAsync()
    {
        var (unique, password) = (Guid.NewGuid().ToString("N")[..8], "For-tests-only-" + Guid.NewGuid().ToString("N"));
        var email = $"admin.{unique}@log.example";
        await mesh.Admin.PostAsync("/api/v1/tenants", new
        {
            key = $"log-{unique}", name = "Log", timeZone = "Europe/Berlin", languages = s_languages, brand = "Log", adminEmail = email, adminPassword = password, adminMustChangePassword = false,
        }, null, Ct);
        using var admin = new GatewayClient(mesh.Running.Gateway);
        await admin.SignInAsync(email, password, Ct);
        return await admin.WithNewKeyAsync("log", Settings.StaffRoles, Ct);
    }

    private static string Row(string number, string state, int reassigned, int reopened, int group) =>
        $"{number},{state},TRUE,{reassigned},{reopened},0,TRUE,Caller {number[3..]},Opened by 1,29-02-2016 01:16,?,?,Updated by 1,29-02-2016 01:23,Phone,Location 1,"
        + $"Category {number[3..]},Subcategory 2,?,?,2 - Medium,2 - Medium,3 - Moderate,Group {group},Resolver {group},TRUE,FALSE,Do Not Notify,?,?,?,?,code 6,?,?,?";

    private sealed record CountsView(IReadOnlyList<CountView> Items, int Reassigned);

    private sealed record CountView(string Type, int Count);
}
