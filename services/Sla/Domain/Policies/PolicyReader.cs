using NodaTime;
using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>Turns a definition into a policy, or says which fields are wrong.</summary>
public static class PolicyReader
{
    private const int MostRules = 200;
    private const int MostEntries = 50;
    private static readonly Duration _longest = Duration.FromDays(3_660);
    private static readonly EscalationStep[] _usualLadder = [new(1, 100, "manager"), new(2, 150, "manager")];

    /// <summary>The policy, or null after adding to <paramref name="errors"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version, from 1.</param>
    /// <param name="definition">What it says.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static Policy? Read(string name, int version, PolicyDefinition definition, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        Require(definition.Position is >= 0 and <= 10_000, "position", "A position is 0 to 10,000.", errors);
        Require(IsName(definition.Calendar), "calendar", "The name of a calendar is wanted.", errors);
        Require(definition.ServiceLevels is null || IsList(definition.ServiceLevels, IsName), "serviceLevels", "Leave it out for any, or name 1 to 50 levels.", errors);
        Require(definition.WorkTypes is null || IsList(definition.WorkTypes, Enum.IsDefined), "workTypes", "Leave it out for any, or name support or maintenance.", errors);
        var window = definition.ReopenWindow is null ? Terms.UsualReopenWindow : IsoDuration.Read(definition.ReopenWindow);
        Require(window is { } w && w <= _longest, "reopenWindow", "An ISO 8601 duration like P7D, at most 3,660 days, is wanted.", errors);
        var policy = new Policy
        {
            Name = name,
            Version = version,
            Position = definition.Position,
            Active = definition.Active,
            ServiceLevels = definition.ServiceLevels,
            WorkTypes = definition.WorkTypes,
            Calendar = definition.Calendar ?? "",
            Rules = ReadRules(definition.Rules, errors),
            Thresholds = ReadThresholds(definition, errors),
            PauseStops = ReadPauseStops(definition.PauseStops, errors),
            ReopenWindow = window ?? Terms.UsualReopenWindow,
        };
        return errors.Count == before ? policy : null;
    }

    private static List<Policy.Rule> ReadRules(IReadOnlyList<PolicyRule>? rules, ICollection<FieldError> errors)
    {
        var read = new List<Policy.Rule>();
        Require(rules is { Count: > 0 and <= MostRules }, "rules", $"1 to {MostRules} rules are wanted.", errors);
        for (var i = 0; i < Math.Min(rules?.Count ?? 0, MostRules); i++)
        {
            var (field, rule) = ($"rules[{i}]", rules![i] ?? new PolicyRule());
            Require(IsName(rule.Name), $"{field}.name", "A name of 1 to 100 characters is wanted.", errors);
            Require(read.All(other => other.Name != rule.Name), $"{field}.name", "Another rule has this name.", errors);
            Require(rule.Severities is null || IsList(rule.Severities, s => s is >= 1 and <= 5), $"{field}.severities", "Leave it out for any, or name severities 1 to 5.", errors);
            Require(rule.Channels is null || IsList(rule.Channels, Enum.IsDefined), $"{field}.channels", "Leave it out for any, or name channels.", errors);
            read.Add(new(rule.Name ?? "", rule.Severities, rule.Channels, ReadTargets(rule.Targets, $"{field}.targets", errors)));
        }

        return read;
    }

    private static Dictionary<string, long> ReadTargets(IReadOnlyDictionary<string, string>? targets, string field, ICollection<FieldError> errors)
    {
        var read = new Dictionary<string, long>();
        Require(targets is { Count: > 0 }, field, "At least one clock needs a target.", errors);
        foreach (var (clock, text) in targets ?? new Dictionary<string, string>())
        {
            Require(ClockNames.All.Contains(clock), $"{field}.{clock}", $"A clock is one of {string.Join(", ", ClockNames.All)}.", errors);
            var target = IsoDuration.Read(text);
            var ok = target is { } t && t > Duration.Zero && t <= _longest;
            Require(ok, $"{field}.{clock}", "An ISO 8601 duration like PT15M, 1 second to 3,660 days in whole seconds, is wanted.", errors);
            read[clock] = ok ? (long)target!.Value.TotalSeconds : 0;
        }

        return read;
    }

    private static List<Threshold> ReadThresholds(PolicyDefinition definition, ICollection<FieldError> errors)
    {
        var warnAt = definition.WarnAt ?? [50, 75];
        Require(warnAt.Count <= MostEntries && warnAt.Distinct().Count() == warnAt.Count && warnAt.All(p => p is >= 1 and <= 99), "warnAt", "Different percentages 1 to 99 are wanted.", errors);
        var ladder = definition.Escalations ?? _usualLadder;
        var levels = ladder.Select(step => step?.Level).ToList();
        Require(ladder.Count <= MostEntries && levels.Distinct().Count() == levels.Count, "escalations", "At most 50 steps with different levels are wanted.", errors);
        for (var i = 0; i < ladder.Count; i++)
        {
            Require(ladder[i] is { Level: >= 1 and <= 100 }, $"escalations[{i}].level", "A level is 1 to 100.", errors);
            Require(ladder[i] is { Percent: >= 100 and <= 1_000 }, $"escalations[{i}].percent", "A percentage 100 to 1,000 is wanted.", errors);
            Require(IsName(ladder[i]?.Role), $"escalations[{i}].role", "The role to tell is wanted.", errors);
        }

        return
        [
            .. warnAt.Select(percent => new Threshold(ThresholdKind.Warning, percent)).OrderBy(t => t.Percent),
            Threshold.Breach,
            .. ladder.OfType<EscalationStep>().Select(step => new Threshold(ThresholdKind.Escalation, step.Percent, step.Level, step.Role ?? ""))
                .OrderBy(t => t.Percent).ThenBy(t => t.Level),
        ];
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadPauseStops(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? stops, ICollection<FieldError> errors)
    {
        foreach (var (reason, clocks) in stops ?? PauseReasons.Usual)
        {
            Require(PauseReasons.All.Contains(reason), $"pauseStops.{reason}", $"A reason is one of {string.Join(", ", PauseReasons.All)}.", errors);
            Require(clocks?.All(ClockNames.Pausable.Contains) == true, $"pauseStops.{reason}", $"A pause may stop {string.Join(" and ", ClockNames.Pausable)}, nothing else.", errors);
        }

        return stops ?? PauseReasons.Usual;
    }

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= 100;

    private static bool IsList<T>(IReadOnlyList<T> list, Func<T, bool> isGood) => list.Count is > 0 and <= MostEntries && list.All(isGood);

    private static void Require(bool holds, string field, string message, ICollection<FieldError> errors)
    {
        if (!holds)
        {
            errors.Add(new(field, message));
        }
    }
}
