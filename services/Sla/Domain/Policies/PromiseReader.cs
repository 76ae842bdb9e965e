using System.Text.RegularExpressions;
using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>Reads promises, wherever they are written: in a policy's rules or in a preview. Each error names its field.</summary>
public static partial class PromiseReader
{
    private const int MostEntries = 50;
    private const int MostLegs = 5;

    /// <summary>The longest target, window or offset.</summary>
    public static Duration Longest { get; } = Duration.FromDays(3_660);

    /// <summary>A target; a millisecond when it is wrong, after adding to <paramref name="errors"/>.</summary>
    public static Duration Target(string? text, string field, ICollection<FieldError> errors)
    {
        var target = IsoDuration.Read(text);
        var isGood = target is { } t && t > Duration.Zero && t <= Longest;
        Require(isGood, field, "An ISO 8601 duration like PT15M, 1 second to 3,660 days in whole seconds, is wanted.", errors);
        return isGood ? target!.Value : Duration.FromMilliseconds(1);
    }

    /// <summary>The reopen window; the usual one when it is not given.</summary>
    public static Duration ReopenWindow(string? text, string field, ICollection<FieldError> errors)
    {
        var window = text is null ? Terms.UsualReopenWindow : IsoDuration.Read(text);
        Require(window is { } w && w <= Longest, field, "An ISO 8601 duration like P7D, at most 3,660 days, is wanted.", errors);
        return window ?? Terms.UsualReopenWindow;
    }

    /// <summary>Either-or clocks; their names are added to <paramref name="names"/>.</summary>
    /// <param name="either">As written.</param>
    /// <param name="field">Where it is written.</param>
    /// <param name="names">Takes the names.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="metBy">What the contract says that meets a clock which is a leg; null for the usual.</param>
    public static IEnumerable<ClockShape> Either(
        IReadOnlyList<EitherDefinition>? either, string field, ISet<string> names, ICollection<FieldError> errors, Func<string, Signal?> metBy)
    {
        var read = new List<ClockShape>();
        Require(either is null || either.Count <= MostEntries, field, $"At most {MostEntries} are allowed.", errors);
        for (var i = 0; i < Math.Min(either?.Count ?? 0, MostEntries); i++)
        {
            var (at, definition) = ($"{field}[{i}]", either![i]);
            RequireName(definition?.Name, $"{at}.name", names, errors);
            var legs = definition?.Legs ?? [];
            Require(legs.Count is >= 1 and <= MostLegs, $"{at}.legs", $"1 to {MostLegs} legs are wanted.", errors);
            Require(legs.Select(l => l?.Clock).Distinct().Count() == legs.Count, $"{at}.legs", "Each leg is another clock.", errors);
            read.Add(new(definition?.Name ?? "", Rhythm.OncePerCycle, Signal.Opened, Signal.Opened, Duration.Zero)
            {
                Legs = [.. legs.Take(MostLegs).Select((leg, j) => Leg(leg, $"{at}.legs[{j}]", metBy, errors)).OfType<LegShape>()],
            });
        }

        return read;
    }

    /// <summary>A policy's own clocks; their names are added to <paramref name="names"/>.</summary>
    public static IEnumerable<ClockShape> Extra(IReadOnlyList<ExtraClock>? extra, string field, ISet<string> names, ICollection<FieldError> errors)
    {
        var read = new List<ClockShape>();
        Require(extra is null || extra.Count <= MostEntries, field, $"At most {MostEntries} are allowed.", errors);
        for (var i = 0; i < Math.Min(extra?.Count ?? 0, MostEntries); i++)
        {
            var (at, clock) = ($"{field}[{i}]", extra![i] ?? new ExtraClock(null, null));
            RequireName(clock.Name, $"{at}.name", names, errors);
            var target = Target(clock.Target, $"{at}.target", errors);
            Require(clock.Team is null || IsName(clock.Team), $"{at}.team", "The name of a team is wanted.", errors);
            Require(clock.Team is not null || clock.MetBy is { } m && m is not (Signal.Opened or Signal.CustomerMessage), $"{at}.metBy", "What meets the clock is wanted, and it is something that staff does.", errors);
            Require(clock.StartsOn is not (Signal.Resolved or Signal.Closed), $"{at}.startsOn", "Nothing starts on resolving or closing.", errors);
            read.Add(clock.Team is { } team
                ? new(clock.Name ?? "", Rhythm.TeamStay, Signal.Assigned, Signal.Resolved, target) { Team = team }
                : new(clock.Name ?? "", Rhythm.OncePerCycle, clock.StartsOn ?? Signal.Opened, clock.MetBy ?? Signal.Resolved, target));
        }

        return read;
    }

    /// <summary>Checks which reason stops which clocks.</summary>
    /// <param name="stops">By reason.</param>
    /// <param name="reasons">The reasons there are; null allows any name.</param>
    /// <param name="clocks">The clocks there are.</param>
    /// <param name="field">Where it is written.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void CheckPauseStops(
        IReadOnlyDictionary<string, IReadOnlyList<string>> stops, IReadOnlyList<string>? reasons, IReadOnlySet<string> clocks, string field, ICollection<FieldError> errors)
    {
        Require(stops.Count <= MostEntries, field, $"At most {MostEntries} reasons are allowed.", errors);
        foreach (var (reason, stopped) in stops)
        {
            Require(
                reasons?.Contains(reason) ?? IsName(reason), $"{field}.{reason}", reasons is null ? "A reason of 1 to 100 characters is wanted." : $"A reason is one of {string.Join(", ", reasons)}.", errors);
            Require(
                stopped?.All(c => c != ClockNames.FirstResponse && clocks.Contains(c)) == true,
                $"{field}.{reason}",
                "A pause may stop clocks of these terms, and never firstResponse.",
                errors);
        }
    }

    /// <summary>Warnings in the order of their percent.</summary>
    public static IEnumerable<Threshold> Warnings(IReadOnlyList<int>? percents, string field, ICollection<FieldError> errors)
    {
        percents ??= [];
        Require(
            percents.Count <= MostEntries && percents.Distinct().Count() == percents.Count && percents.All(p => p is >= 1 and <= 99), field, "Different percentages 1 to 99 are wanted.", errors);
        return percents.Select(percent => new Threshold(ThresholdKind.Warning, percent)).OrderBy(t => t.Percent);
    }

    /// <summary>Warnings so long before due.</summary>
    public static IEnumerable<Threshold> WarningsBefore(IReadOnlyList<string>? before, string field, ICollection<FieldError> errors)
    {
        before ??= [];
        Require(before.Count <= MostEntries && before.Distinct().Count() == before.Count, field, $"At most {MostEntries} different durations are wanted.", errors);
        return [.. before.Take(MostEntries).Select((text, i) => new Threshold(ThresholdKind.Warning, 0, -Target(text, $"{field}[{i}]", errors)))];
    }

    /// <summary>The escalation ladder.</summary>
    public static IEnumerable<Threshold> Escalations(IReadOnlyList<EscalationStep> ladder, string field, ICollection<FieldError> errors)
    {
        var levels = ladder.Select(step => step?.Level).ToList();
        Require(ladder.Count <= MostEntries && levels.Distinct().Count() == levels.Count, field, $"At most {MostEntries} steps with different levels are wanted.", errors);
        var read = new List<Threshold>();
        for (var i = 0; i < Math.Min(ladder.Count, MostEntries); i++)
        {
            var step = ladder[i];
            Require(step is { Level: >= 1 and <= 100 }, $"{field}[{i}].level", "A level is 1 to 100.", errors);
            Require(step?.Offset is not null || step is { Percent: >= 1 and <= 1_000 }, $"{field}[{i}].percent", "A percentage 1 to 1,000 is wanted.", errors);
            Require(IsName(step?.Role), $"{field}[{i}].role", "The role to tell is wanted.", errors);
            var offset = step?.Offset is null ? null : Offset(step.Offset);
            Require(step?.Offset is null || offset is not null, $"{field}[{i}].offset", "Working time after due like PT30M or before it like -PT30M is wanted.", errors);
            read.Add(new(ThresholdKind.Escalation, step?.Percent ?? 100, offset, step?.Level ?? 1, step?.Role ?? ""));
        }

        return read.OrderBy(t => t.Level);
    }

    /// <summary>True for a text of 1 to 100 characters that is not blank.</summary>
    public static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= 100;

    /// <summary>Adds an error unless something holds.</summary>
    public static void Require(bool holds, string field, string message, ICollection<FieldError> errors)
    {
        if (!holds)
        {
            errors.Add(new(field, message));
        }
    }

    private static Duration? Offset(string text)
    {
        var isBefore = text.StartsWith('-');
        return IsoDuration.Read(isBefore ? text[1..] : text) is { } offset && offset <= Longest ? isBefore ? -offset : offset : null;
    }

    private static LegShape? Leg(LegDefinition? leg, string field, Func<string, Signal?> metBy, ICollection<FieldError> errors)
    {
        var before = errors.Count;
        Require(ClockNames.Legs.Contains(leg?.Clock), $"{field}.clock", $"A leg is one of {string.Join(", ", ClockNames.Legs)}.", errors);
        Require(leg is { SameDay: true } != leg?.Target is not null, $"{field}.target", "Either a target or the same day is wanted.", errors);
        Duration? target = leg?.Target is null ? null : Target(leg.Target, $"{field}.target", errors);
        var cutoff = leg is { SameDay: true } ? DayInterval.ReadTimeOfDay(leg.Cutoff ?? "24:00") : null;
        Require(leg is not { SameDay: true } || cutoff is not null, $"{field}.cutoff", "A local time like 16:00 is wanted.", errors);
        Require(leg is { SameDay: true } || leg?.Cutoff is null, $"{field}.cutoff", "Only the same day has a cutoff.", errors);
        return errors.Count == before ? new(leg!.Clock!, metBy(leg.Clock!) ?? LegShape.MeetingOf(leg.Clock!), target, cutoff) : null;
    }

    private static void RequireName(string? name, string field, ISet<string> names, ICollection<FieldError> errors)
    {
        Require(name is not null && OwnName().IsMatch(name), field, "A letter, then letters, digits and hyphens, at most 63, are wanted.", errors);
        Require(!ClockNames.All.Contains(name), field, $"'{name}' is a fixed clock's name.", errors);
        Require(name is null || names.Add(name) || ClockNames.All.Contains(name), field, $"Another clock is named '{name}'.", errors);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,62}\\z")]
    private static partial Regex OwnName();
}
