using System.Globalization;

namespace ServiceMesh.Desk.People.Profile;

/// <summary>A profile as somebody types it.</summary>
public sealed class ProfileDraft
{
    public static readonly string[] Channels = ["voice", "sms", "email", "in-app"];

    public string Phone { get; set; } = "";
    public HashSet<string> PageChannels { get; } = [];
    public List<SkillDraft> Skills { get; } = [];
    public List<CertificateDraft> Certificates { get; } = [];
    public List<TrainingDraft> Trainings { get; } = [];

    /// <summary>Separated by commas.</summary>
    public string Languages { get; set; } = "";
    public string Regions { get; set; } = "";
    public List<Guid> Knows { get; } = [];
    public List<Guid> Avoids { get; } = [];

    public static ProfileDraft Of(ProfileShape p)
    {
        var draft = new ProfileDraft { Phone = p.Phone ?? "", Languages = string.Join(", ", p.Languages), Regions = string.Join(", ", p.Regions) };
        draft.PageChannels.UnionWith(p.PageChannels);
        draft.Skills.AddRange(p.Skills.Select(s => new SkillDraft { Name = s.Name, Level = s.Level }));
        draft.Certificates.AddRange(p.Certificates.Select(c => new CertificateDraft { Name = c.Name, Number = c.Number ?? "", ValidUntil = Day(c.ValidUntil) }));
        draft.Trainings.AddRange(p.Trainings.Select(t => new TrainingDraft { Title = t.Title, CompletedOn = Day(t.CompletedOn) }));
        draft.Knows.AddRange(p.Knows);
        draft.Avoids.AddRange(p.Avoids);
        return draft;
    }

    /// <summary>As the service takes it; rows of which nothing is filled are left out.</summary>
    public object ToApi() => new
    {
        phone = Text(Phone),
        pageChannels = Channels.Where(PageChannels.Contains).ToArray(),
        skills = Skills.Where(s => s.Name.Trim().Length > 0).Select(s => new { name = s.Name.Trim(), level = s.Level }).ToArray(),
        certificates = Certificates.Where(c => c.Name.Trim().Length > 0).Select(c => new { name = c.Name.Trim(), validUntil = Text(c.ValidUntil), number = Text(c.Number) }).ToArray(),
        trainings = Trainings.Where(t => t.Title.Trim().Length > 0).Select(t => new { title = t.Title.Trim(), completedOn = Text(t.CompletedOn) }).ToArray(),
        languages = List(Languages),
        regions = List(Regions),
        knows = Knows,
        avoids = Avoids,
    };

    private static string? Text(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string[] List(string text) => text.Split([',', '，', '、', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}

public sealed class SkillDraft
{
    public string Name { get; set; } = "";

    /// <summary>1 (learning) to 5 (expert).</summary>
    public int Level { get; set; } = 3;
}

public sealed class CertificateDraft
{
    public string Name { get; set; } = "";
    public string Number { get; set; } = "";

    /// <summary>Empty when it never ends.</summary>
    public string ValidUntil { get; set; } = "";
}

public sealed class TrainingDraft
{
    public string Title { get; set; } = "";
    public string CompletedOn { get; set; } = "";
}

/// <summary>How a certificate stands on a day.</summary>
public static class CertificateLook
{
    /// <summary>As long before its end Dispatch warns.</summary>
    private const int WarningDays = 30;

    /// <summary><c>over</c>, <c>soon</c> or <c>valid</c>; its last day is one of its days.</summary>
    public static string On(DateOnly today, DateOnly? until) =>
        until is not { } last ? "valid" : last < today ? "over" : last.DayNumber - today.DayNumber <= WarningDays ? "soon" : "valid";
}
