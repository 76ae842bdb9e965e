using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Triage;

/// <summary>A tenant's triage made ready: (facts) -> (result), without looking anything up.</summary>
public sealed class TriageMachine
{
    private readonly TriageBook _book;
    private readonly DateTimeZone _zone;
    private readonly List<(TriageRule Rule, List<Func<TriageFacts, bool>> All, List<Func<TriageFacts, bool>> Any)> _rules = [];

    /// <exception cref="FormatException">A condition cannot be read; <see cref="Problem"/> says which before it is stored.</exception>
    public TriageMachine(TriageBook book, DateTimeZone zone)
    {
        (_book, _zone) = (book, zone);
        foreach (var rule in book.Rules.Where(r => r.Enabled))
            _rules.Add((rule, [.. (rule.All ?? []).Select(Compile)], [.. (rule.Any ?? []).Select(Compile)]));
    }

    /// <summary>Why a condition cannot be, in words; null when it can.</summary>
    public static string? Problem(Condition? c)
    {
        if (c is null) return "A condition is empty.";
        var values = c.Values ?? [];
        if (c.Op is ConditionOp.IsSet or ConditionOp.IsNotSet) return values.Length == 0 ? null : "isSet and isNotSet take no values.";
        if (values.Length is 0 or > 50 || values.Any(v => string.IsNullOrEmpty(v) || v.Length > 500)) return "A condition has 1 to 50 values of 1 to 500 characters.";
        if ((c.Op == ConditionOp.Within) != (c.Field == ConditionField.LocalTime)) return "within is for localTime, and localTime for within.";
        try
        {
            foreach (var v in values)
                if (c.Op == ConditionOp.Matches) Pattern(v);
                else if (c.Op == ConditionOp.Within) ReadSpan(v);
                else if (c.Op is ConditionOp.Is or ConditionOp.IsNot && Words(c.Field) is { } words && !words.Contains(v, StringComparer.OrdinalIgnoreCase))
                    return $"{v} is no value of this field; there is {string.Join(", ", words)}.";
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or FormatException)
        {
            return c.Op == ConditionOp.Matches ? "A regular expression cannot be read, or looks back or around." : "A span of local times is HH:mm-HH:mm.";
        }
    }

    /// <summary>Decides a ticket's triage. The first rule that sets something wins; what was chosen by hand no rule changes.</summary>
    public TriageResult Decide(TriageFacts facts)
    {
        var set = new Dictionary<TriageField, (object Value, string Rule)>();
        List<string> tags = [];
        List<FiredRule> fired = [];
        foreach (var (rule, all, any) in _rules)
        {
            if (!all.TrueForAll(c => c(facts)) || (any.Count > 0 && !any.Exists(c => c(facts)))) continue;
            List<TriageField> did = [], kept = [];
            foreach (var (field, value) in Outcomes(rule.Set))
                if (facts.IsByHand(field)) kept.Add(field);
                else if (set.TryAdd(field, (value, rule.Name))) did.Add(field);
            foreach (var tag in rule.Set.Tags ?? [])
                if (!tags.Contains(tag, StringComparer.OrdinalIgnoreCase)) tags.Add(tag);
            if (rule.Set.Tags is { Length: > 0 }) did.Add(TriageField.Tags);
            fired.Add(new FiredRule(rule.Name, did, kept));
            if (rule.Stop) break;
        }

        return Result(facts, set, tags, fired);
    }

    private TriageResult Result(TriageFacts facts, Dictionary<TriageField, (object Value, string Rule)> set, List<string> tags, List<FiredRule> fired)
    {
        T? Of<T>(TriageField field, T? given) => set.TryGetValue(field, out var found) ? (T)found.Value : given;
        var grading = SeverityMatrix.First(
            facts.Kind, Of(TriageField.Impact, facts.Impact), Of(TriageField.Urgency, facts.Urgency), _book.Matrix);
        var severity = set.TryGetValue(TriageField.Severity, out var ruled) ? (int)ruled.Value : grading.Severity;
        return new TriageResult(
            Of(TriageField.Category, facts.Category), Of(TriageField.WorkType, facts.WorkType), grading.Impact, grading.Urgency, severity,
            ruled.Rule ?? grading.DecidedBy, set.TryGetValue(TriageField.Team, out var team) ? (Guid)team.Value : null, team.Rule,
            Of<string>(TriageField.FaultClass, null), tags, fired) { WorkTypeByHand = facts is { ByStaff: true, ChosenWorkType: not null } };
    }

    private static IEnumerable<(TriageField Field, object Value)> Outcomes(TriageOutcome o)
    {
        if (o.Category is { } category) yield return (TriageField.Category, category);
        if (o.WorkType is { } type) yield return (TriageField.WorkType, type);
        if (o.Impact is { } impact) yield return (TriageField.Impact, (Level?)impact);
        if (o.Urgency is { } urgency) yield return (TriageField.Urgency, (Level?)urgency);
        if (o.Severity is { } severity) yield return (TriageField.Severity, severity);
        if (o.TeamId is { } team) yield return (TriageField.Team, team);
        if (o.FaultClass is { } fault) yield return (TriageField.FaultClass, fault);
    }

    private Func<TriageFacts, bool> Compile(Condition c)
    {
        if (c.Op is ConditionOp.IsSet or ConditionOp.IsNotSet)
            return f => string.IsNullOrWhiteSpace(Value(f, c.Field)) == (c.Op == ConditionOp.IsNotSet);
        var values = c.Values ?? [];
        Func<string?, bool> holds;
        switch (c.Op)
        {
            case ConditionOp.Contains or ConditionOp.ContainsNot:
                holds = text => text is not null && values.Any(v => text.Contains(v, StringComparison.OrdinalIgnoreCase));
                break;
            case ConditionOp.Matches:
                var patterns = values.Select(Pattern).ToList();
                holds = text => text is not null && patterns.Exists(p => p.IsMatch(text));
                break;
            case ConditionOp.Within:
                var spans = values.Select(ReadSpan).ToList();
                return f => spans.Exists(s => Holds(s, Local(f).TimeOfDay));
            default:
                holds = text => text is not null && values.Contains(text, StringComparer.OrdinalIgnoreCase);
                break;
        }

        var not = c.Op is ConditionOp.IsNot or ConditionOp.ContainsNot;
        return f => holds(Value(f, c.Field)) != not;
    }

    private LocalDateTime Local(TriageFacts f) => Instant.FromDateTimeOffset(f.OpenedAt).InZone(_zone).LocalDateTime;

    private string? Value(TriageFacts f, ConditionField field) => field switch
    {
        ConditionField.Channel => f.Channel.ToString(),
        ConditionField.ChannelId => f.ChannelId,
        ConditionField.Kind => f.Kind.ToString(),
        ConditionField.WorkType => f.WorkType.ToString(),
        ConditionField.Category => f.Category,
        ConditionField.Impact => f.Impact?.ToString(),
        ConditionField.Urgency => f.Urgency?.ToString(),
        ConditionField.Customer => f.CustomerId?.ToString(),
        ConditionField.CustomerName => f.CustomerName,
        ConditionField.ContactEmail => f.ContactEmail,
        ConditionField.Language => f.Language,
        ConditionField.Product => f.ProductId?.ToString(),
        ConditionField.ProductName => f.ProductName,
        ConditionField.Asset => f.AssetId?.ToString(),
        ConditionField.Contract => f.ContractId?.ToString(),
        ConditionField.ServiceLevel => f.ServiceLevel,
        ConditionField.Entitlement => f.Entitlement,
        ConditionField.ExternalReference => f.ExternalReference,
        ConditionField.Subject => f.Subject,
        ConditionField.Text => f.Text is null ? f.Subject : $"{f.Subject}\n{f.Text}",
        ConditionField.RequestClass => f.RequestClass,
        ConditionField.Weekday => Local(f).DayOfWeek.ToString(),
        ConditionField.LocalTime => Local(f).TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>The words of a field that has no others; null for free ones.</summary>
    private static string[]? Words(ConditionField field) => field switch
    {
        ConditionField.Channel => Enum.GetNames<Channel>(),
        ConditionField.Kind => Enum.GetNames<TicketKind>(),
        ConditionField.WorkType => Enum.GetNames<WorkType>(),
        ConditionField.Impact or ConditionField.Urgency => Enum.GetNames<Level>(),
        ConditionField.Weekday => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        _ => null,
    };

    private static Regex Pattern(string text) => new(text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private static (LocalTime From, LocalTime Until) ReadSpan(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2) throw new FormatException(text);
        var pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
        // 24:00 is the day's end.
        var (from, until) = (pattern.Parse(ends[0]).GetValueOrThrow(), pattern.Parse(ends[1] == "24:00" ? "00:00" : ends[1]).GetValueOrThrow());
        return (from, until);
    }

    private static bool Holds((LocalTime From, LocalTime Until) span, LocalTime at) =>
        span.From < span.Until ? span.From <= at && at < span.Until : span.From <= at || at < span.Until;
}
