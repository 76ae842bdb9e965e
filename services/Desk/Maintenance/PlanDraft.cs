using System.Globalization;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>A plan as somebody types it; it becomes the API's shape only when it is sent.</summary>
internal sealed class PlanDraft
{
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "inspection";
    public string Contract { get; set; } = "";
    public string Product { get; set; } = "";
    public string Zone { get; set; } = "";
    public DateOnly? StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }
    public TimeOnly? At { get; set; } = new(22, 0);

    /// <summary>As people type it, for example <c>4 h</c>.</summary>
    public string Lasts { get; set; } = "4 h";
    public RuleDraft Rule { get; set; } = new();
    public int GraceHours { get; set; } = 24;
    public int AnnounceDays { get; set; } = 7;
    public string Team { get; set; } = "";
    public string Engineer { get; set; } = "";
    public int? Rto { get; set; }
    public int? Rpo { get; set; }
    public string Note { get; set; } = "";
    public string CoverReason { get; set; } = "";

    /// <summary>The plan's own list; null for the tenant's list of the kind.</summary>
    public ChecklistDraft? Checklist { get; set; }
    public Guid? Asset { get; init; }

    public static PlanDraft New(string zone, DateOnly tomorrow) => new() { Zone = zone, StartsOn = tomorrow };

    public static PlanDraft Of(PlanShape p, Words w) => new()
    {
        Name = p.Name, Kind = p.Kind, Contract = p.ContractId.ToString(), Product = p.ProductId?.ToString() ?? "", Zone = p.Zone, StartsOn = p.StartsOn, EndsOn = p.EndsOn, At = p.At,
        Lasts = w.HoursMinutesSeconds(p.Minutes / 60, p.Minutes % 60, 0), Rule = RuleDraft.Of(p.Rule), GraceHours = p.GraceHours, AnnounceDays = p.AnnounceDays, Team = p.TeamId.ToString(),
        Engineer = p.EngineerId?.ToString() ?? "", Rto = p.RtoMinutes, Rpo = p.RpoMinutes, Note = p.Note ?? "", CoverReason = p.CoverReason ?? "", Checklist = p.Checklist is { } own ? ChecklistDraft.Of(own) : null, Asset = p.AssetId,
    };

    /// <summary>What is wrong before anybody is asked: fields that the service could not even read.</summary>
    public IReadOnlyDictionary<string, string[]> Unreadable()
    {
        Dictionary<string, string[]> wrong = [];
        if (!Guid.TryParse(Contract, out _)) wrong["contractId"] = ["Choose a contract."];
        if (StartsOn is null) wrong["startsOn"] = ["A date is wanted."];
        if (At is null) wrong["at"] = ["A local time like 16:00 is wanted."];
        if (Minutes is null) wrong["minutes"] = ["A duration like 4 h is wanted."];
        return wrong;
    }

    public Dictionary<string, object?> ToApi() => new()
    {
        ["name"] = Name.Trim(), ["kind"] = Kind, ["contractId"] = Contract, ["productId"] = Given(Product), ["assetId"] = Asset, ["zone"] = Given(Zone), ["startsOn"] = StartsOn,
        ["endsOn"] = EndsOn, ["at"] = At?.ToString("HH:mm", CultureInfo.InvariantCulture), ["minutes"] = Minutes, ["rule"] = Rule.ToRule(), ["graceHours"] = GraceHours,
        ["announceDays"] = AnnounceDays, ["teamId"] = Given(Team), ["engineerId"] = Given(Engineer), ["rtoMinutes"] = Kind == "backupDrill" ? Rto : null,
        ["rpoMinutes"] = Kind == "backupDrill" ? Rpo : null, ["checklist"] = Checklist?.ToApi(), ["note"] = Given(Note), ["coverReason"] = Given(CoverReason),
    };

    private int? Minutes => IsoSpan.Read(DurationText.ToIso(Lasts)) is { TotalMinutes: >= 1 and <= int.MaxValue } span ? (int)span.TotalMinutes : null;

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
