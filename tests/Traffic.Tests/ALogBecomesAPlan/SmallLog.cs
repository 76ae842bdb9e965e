using ServiceMesh.Traffic.Replay;

namespace ServiceMesh.Traffic.Tests.ALogBecomesAPlan;

/// <summary>Logs in the format of ServiceNow's audit export, made up for tests, read with the mapping that is shipped.</summary>
internal static class SmallLog
{
    private const string Header =
        "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,"
        + "sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,"
        + "knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at";

    public static LogMapping Mapping { get; } =
        LogMapping.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mappings", "servicenow.json")));

    public static string Row(
        string number, string state, int reassigned = 0, int reopened = 0, string team = "Group 1", string engineer = "?", string caller = "Caller 1",
        string category = "Category 1", string impact = "2 - Medium", string urgency = "2 - Medium", string priority = "3 - Moderate") =>
        $"{number},{state},TRUE,{reassigned},{reopened},0,TRUE,{caller},Opened by 1,29-02-2016 01:16,?,?,Updated by 1,29-02-2016 01:23,Phone,Location 1,"
        + $"{category},Subcategory 2,?,?,{impact},{urgency},{priority},{team},{engineer},TRUE,FALSE,Do Not Notify,?,?,?,?,code 6,?,?,?";

    public static ReplayPlan Plan(params string[] rows) => Planner.Make(Rows(rows), Mapping);

    public static List<LogRow> Rows(params string[] rows) => [.. CsvReader.Read(new StringReader(string.Join('\n', [Header, .. rows])))];

    /// <summary>The plan's steps of its only ticket, as words.</summary>
    public static IEnumerable<string> Steps(params string[] rows) => Assert.Single(Plan(rows).Tickets).Steps.Select(step => step switch
    {
        TriageStep s => $"triage {s.Impact}/{s.Urgency}/{s.Severity}",
        AssignStep s => $"assign {s.Team ?? "-"}/{s.Engineer ?? "-"}",
        PauseStep s => $"pause {s.Reason}",
        ResolveStep s => $"resolve {s.CauseCode}",
        _ => step.GetType().Name.Replace("Step", "", StringComparison.Ordinal).ToLowerInvariant(),
    });
}
