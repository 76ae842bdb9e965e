using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Money;
using static ServiceMesh.Sla.Domain.Policies.PromiseReader;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>Turns a definition into a policy, or says which fields are wrong.</summary>
public static class PolicyReader
{
    private const int MostRules = 200;
    private const int MostEntries = 50;
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
        Require(definition.Contracts is null || IsList(definition.Contracts, _ => true), "contracts", "Leave it out for any, or name 1 to 50 contracts.", errors);
        Require(definition.Products is null || IsList(definition.Products, _ => true), "products", "Leave it out for any, or name 1 to 50 products.", errors);
        Require(definition.WorkTypes is null || IsList(definition.WorkTypes, Enum.IsDefined), "workTypes", "Leave it out for any, or name support or maintenance.", errors);
        var clocks = new HashSet<string>(ClockNames.All);
        var rules = ReadRules(definition, clocks, errors);
        var stops = definition.PauseStops ?? PauseReasons.Usual;
        CheckPauseStops(stops, PauseReasons.All, clocks, "pauseStops", errors);
        var policy = new Policy
        {
            Name = name,
            Version = version,
            Position = definition.Position,
            Active = definition.Active,
            ServiceLevels = definition.ServiceLevels,
            Contracts = definition.Contracts,
            Products = definition.Products,
            WorkTypes = definition.WorkTypes,
            Calendar = definition.Calendar ?? "",
            Rules = rules,
            Thresholds = ReadThresholds(definition.WarnAt, definition.WarnBefore, definition.Escalations, "", errors),
            Details = ReadDetails(definition, clocks, errors),
            PauseStops = stops,
            ReopenWindow = ReopenWindow(definition.ReopenWindow, "reopenWindow", errors),
            Compensation = CompensationReader.Read(definition.Compensation, clocks, "compensation", errors),
        };
        return errors.Count == before ? policy : null;
    }

    private static List<Policy.Rule> ReadRules(PolicyDefinition definition, HashSet<string> clocks, ICollection<FieldError> errors)
    {
        var (rules, read) = (definition.Rules, new List<Policy.Rule>());
        var details = definition.Clocks ?? new Dictionary<string, ClockDetail>();
        Require(rules is { Count: > 0 and <= MostRules }, "rules", $"1 to {MostRules} rules are wanted.", errors);
        for (var i = 0; i < Math.Min(rules?.Count ?? 0, MostRules); i++)
        {
            var (field, rule) = ($"rules[{i}]", rules![i] ?? new PolicyRule());
            Require(IsName(rule.Name), $"{field}.name", "A name of 1 to 100 characters is wanted.", errors);
            Require(read.All(other => other.Name != rule.Name), $"{field}.name", "Another rule has this name.", errors);
            Require(rule.Severities is null || IsList(rule.Severities, s => s is >= 1 and <= 5), $"{field}.severities", "Leave it out for any, or name severities 1 to 5.", errors);
            Require(rule.Channels is null || IsList(rule.Channels, Enum.IsDefined), $"{field}.channels", "Leave it out for any, or name channels.", errors);
            // The same clock may stand in several rules, and twice in none.
            var (own, wrong) = (new HashSet<string>(), errors.Count);
            List<ClockShape> promised =
            [
                .. ReadTargets(rule.Targets, $"{field}.targets", errors).Select(c => c.With(details.GetValueOrDefault(c.Name))),
                .. Either(rule.Either, $"{field}.either", own, errors, leg => details.GetValueOrDefault(leg)?.MetBy),
                .. Extra(rule.Extra, $"{field}.extra", own, errors),
            ];
            Require(promised.Count > 0 || errors.Count > wrong, $"{field}.targets", "At least one clock needs a target.", errors);
            clocks.UnionWith(own);
            read.Add(new(rule.Name ?? "", rule.Severities, rule.Channels, promised));
        }

        return read;
    }

    private static IEnumerable<ClockShape> ReadTargets(IReadOnlyDictionary<string, string>? targets, string field, ICollection<FieldError> errors)
    {
        targets ??= new Dictionary<string, string>();
        foreach (var clock in targets.Keys.Except(ClockNames.All))
        {
            errors.Add(new($"{field}.{clock}", $"A clock is one of {string.Join(", ", ClockNames.All)}."));
        }

        return [.. ClockNames.All.Where(targets.ContainsKey).Select(clock => ClockShape.Of(clock, Target(targets[clock], $"{field}.{clock}", errors)))];
    }

    private static Dictionary<string, Policy.Detail> ReadDetails(PolicyDefinition definition, HashSet<string> clocks, ICollection<FieldError> errors)
    {
        var read = new Dictionary<string, Policy.Detail>();
        foreach (var (clock, detail) in definition.Clocks ?? new Dictionary<string, ClockDetail>())
        {
            var field = $"clocks.{clock}";
            Require(clocks.Contains(clock), field, "No rule has this clock.", errors);
            Require(detail?.Calendar is null || IsName(detail.Calendar), $"{field}.calendar", "The name of a calendar is wanted.", errors);
            ClockConditions.Check(clock, detail, field, errors);
            var hasOwn = detail is { WarnAt: not null } or { WarnBefore: not null } or { Escalations: not null };
            read[clock] = new(
                detail?.Calendar,
                hasOwn
                    ? ReadThresholds(detail!.WarnAt ?? definition.WarnAt, detail.WarnBefore ?? definition.WarnBefore, detail.Escalations ?? definition.Escalations, $"{field}.", errors)
                    : null);
        }

        return read;
    }

    private static List<Threshold> ReadThresholds(
        IReadOnlyList<int>? warnAt, IReadOnlyList<string>? warnBefore, IReadOnlyList<EscalationStep>? escalations, string prefix, ICollection<FieldError> errors) =>
    [
        .. Warnings(warnAt ?? [50, 75], $"{prefix}warnAt", errors),
        .. WarningsBefore(warnBefore, $"{prefix}warnBefore", errors),
        Threshold.Breach,
        .. Escalations(escalations ?? _usualLadder, $"{prefix}escalations", errors),
    ];

    private static bool IsList<T>(IReadOnlyList<T> list, Func<T, bool> isGood) => list.Count is > 0 and <= MostEntries && list.All(isGood);
}
