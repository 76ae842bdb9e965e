namespace ServiceMesh.Desk;

/// <summary>A version of a calendar.</summary>
public sealed record CalendarShape
{
    public string Name { get; init; } = "";
    public int Version { get; init; }

    /// <summary>It came with the installation.</summary>
    public bool Shipped { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public string? TimeZone { get; init; }
    public bool AlwaysOpen { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Week { get; init; }
    public IReadOnlyList<string>? Holidays { get; init; }
    public IReadOnlyList<SpecialDayShape>? SpecialDays { get; init; }
}

public sealed record SpecialDayShape(string? Date, IReadOnlyList<string>? Intervals);

/// <summary>A version of a policy.</summary>
public sealed record PolicyShape
{
    public string Name { get; init; } = "";
    public int Version { get; init; }
    public bool Shipped { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public int Position { get; init; }
    public bool Active { get; init; }
    public IReadOnlyList<string>? ServiceLevels { get; init; }
    public IReadOnlyList<string>? WorkTypes { get; init; }
    public string? Calendar { get; init; }
    public IReadOnlyList<RuleShape>? Rules { get; init; }
    public IReadOnlyList<int>? WarnAt { get; init; }
    public IReadOnlyList<EscalationShape>? Escalations { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? PauseStops { get; init; }
    public string? ReopenWindow { get; init; }
    public IReadOnlyList<Guid>? Contracts { get; init; }
    public IReadOnlyList<Guid>? Products { get; init; }
    public IReadOnlyList<string>? WarnBefore { get; init; }
    public IReadOnlyDictionary<string, ClockDetailShape>? Clocks { get; init; }
    public CompensationShape? Compensation { get; init; }
}

/// <summary>What a missed promise pays back.</summary>
public sealed record CompensationShape(IReadOnlyList<ClauseShape>? Clauses);

/// <summary>A clause: exactly one of amount, percent (of the monthly fee) and tiers.</summary>
public sealed record ClauseShape
{
    public string? Name { get; init; }
    public string? Clock { get; init; }
    public IReadOnlyList<int>? Severities { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public decimal? Percent { get; init; }
    public IReadOnlyList<TierShape>? Tiers { get; init; }
    public string? LateIn { get; init; }
    public ClauseCapShape? MonthlyCap { get; init; }
}

public sealed record TierShape(string? Late = null, int? Breaches = null, decimal? Amount = null, decimal? Percent = null);

public sealed record ClauseCapShape(decimal? Percent = null, decimal? Amount = null);

public sealed record RuleShape
{
    public string? Name { get; init; }
    public IReadOnlyList<int>? Severities { get; init; }
    public IReadOnlyList<string>? Channels { get; init; }
    public IReadOnlyDictionary<string, string>? Targets { get; init; }
    public IReadOnlyList<EitherShape>? Either { get; init; }
    public IReadOnlyList<ExtraShape>? Extra { get; init; }
}

public sealed record EitherShape(string? Name, IReadOnlyList<LegTermsShape>? Legs);

public sealed record LegTermsShape(string? Clock, string? Target = null, bool SameDay = false, string? Cutoff = null);

public sealed record ExtraShape(string? Name, string? Target, string? StartsOn = null, string? MetBy = null, string? Team = null);

public sealed record EscalationShape(int Level, int Percent = 100, string? Role = null, string? Offset = null);

public sealed record ClockDetailShape(
    string? Calendar = null, IReadOnlyList<int>? WarnAt = null, IReadOnlyList<string>? WarnBefore = null, IReadOnlyList<EscalationShape>? Escalations = null, string? StartsOn = null,
    string? MetBy = null, IReadOnlyList<string>? AlsoMetBy = null);

/// <summary>What a trial answers; what it would pay back only when its terms say so.</summary>
public sealed record TrialShape(IReadOnlyList<TrialClockShape> Clocks, IReadOnlyList<TrialProblemShape> Problems, IReadOnlyList<TrialCreditShape>? Compensation = null);

/// <summary>What a missed promise of a trial pays back.</summary>
public sealed record TrialCreditShape
{
    public string Clock { get; init; } = "";
    public int Cycle { get; init; } = 1;
    public string? Clause { get; init; }
    public DateTimeOffset MissedAt { get; init; }
    public string? LateWorking { get; init; }
    public decimal? Gross { get; init; }
    public decimal Amount { get; init; }
    public string? Currency { get; init; }
    public string? CappedBy { get; init; }

    /// <summary><c>no-clause</c>, <c>no-tier</c> or <c>fee-unknown</c>.</summary>
    public string? Note { get; init; }
}

/// <summary>A clock of a trial; durations are ISO 8601.</summary>
public sealed record TrialClockShape
{
    public string Clock { get; init; } = "";
    public int Cycle { get; init; } = 1;
    public string State { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public string? Remaining { get; init; }
    public DateTimeOffset? MetAt { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }
    public string? ElapsedWorking { get; init; }
    public string? ElapsedWall { get; init; }
    public IReadOnlyList<TrialWarningShape> Warnings { get; init; } = [];

    /// <summary>Levels of the ladder that were reached; null without a ladder.</summary>
    public IReadOnlyList<TrialEscalationShape>? Escalations { get; init; }
    public HappeningShape? StartedBy { get; init; }
    public HappeningShape? MetBy { get; init; }
    public IReadOnlyList<string> AsksFor { get; init; } = [];

    /// <summary>The further calendar that it runs on; null for the trial's main one.</summary>
    public string? Calendar { get; init; }
    public IReadOnlyList<LegShape>? Legs { get; init; }
    public IReadOnlyList<TrialStepShape> Explain { get; init; } = [];

    /// <summary>The same clock as a ticket's page shows it.</summary>
    /// <param name="zone">The zone of its calendar.</param>
    /// <param name="calendarVersion">The version of the further calendar that it runs on.</param>
    public ExplainedClockShape Explained(string zone, int? calendarVersion = null)
    {
        var (counted, left) = (Explain.Where(s => s.Kind is "counted" or "more").ToList(), IsoSpan.Read(Remaining)?.TotalSeconds ?? 0);
        var elapsed = IsoSpan.Read(ElapsedWorking)?.TotalSeconds ?? 0;
        return new()
        {
            Clock = Clock, Cycle = Cycle, State = State, StartedAt = StartedAt, DueAt = DueAt, MetAt = MetAt, BreachedAt = BreachedAt, CancelledAt = CancelledAt, Legs = Legs, TimeZone = zone,
            StartedBy = StartedBy, MetBy = MetBy, AsksFor = AsksFor, Calendar = Calendar, CalendarVersion = calendarVersion,
            TargetSeconds = DueAt is not null ? counted.Sum(s => s.Seconds) : elapsed + left, RemainingSeconds = left, ElapsedWorkingSeconds = elapsed,
            ElapsedWallSeconds = IsoSpan.Read(ElapsedWall)?.TotalSeconds ?? 0,
            Intervals = [.. counted.Select(s => new CountedShape(s.From, s.To ?? s.From, s.Seconds))],
            Pauses = [.. Explain.Where(s => s.Kind is "paused" or "resolved").Select(s => new StandShape(s.Reason ?? "resolved", s.From, s.To, s.Seconds))],
            Levels =
            [
                .. Warnings.Select(w => new LevelShape(w.BeforeDue is { } left ? $"warning-{left}" : $"warning-{w.Percent}", w.At)),
                .. (Escalations ?? []).Select(e => new LevelShape($"escalation-{e.Level}", e.At) { Role = e.Role }),
            ],
        };
    }
}

public sealed record TrialWarningShape(int Percent, DateTimeOffset At, string? BeforeDue = null);

public sealed record TrialEscalationShape(int Level, string Role, DateTimeOffset At);

/// <param name="Kind"><c>counted</c>, <c>more</c> (several of them), <c>paused</c> or <c>resolved</c>.</param>
public sealed record TrialStepShape(string Kind, DateTimeOffset From, DateTimeOffset? To, string Working, string? Reason = null)
{
    public double Seconds => IsoSpan.Read(Working)?.TotalSeconds ?? 0;
}

/// <summary>An event that was left out: <c>cannot-follow</c> or <c>after-now</c>.</summary>
public sealed record TrialProblemShape(int Index, string Code, string Type, string? Message);

/// <summary>A calendar day by day.</summary>
public sealed record CalendarDaysShape(string Name, int Version, string? TimeZone, double WorkingSeconds, IReadOnlyList<CalendarDayShape> Items);

/// <param name="Date">As <c>2026-10-01</c>.</param>
/// <param name="Why"><c>week</c>, <c>holiday</c> or <c>special</c>.</param>
public sealed record CalendarDayShape(string Date, string Weekday, string Why, IReadOnlyList<string> Intervals, double WorkingSeconds);

/// <summary>What a year's import did, or would do.</summary>
public sealed record YearImportShape(string Name, int Version, int Year, bool DryRun, IReadOnlyList<DayChangeShape> Changes);

public sealed record DayChangeShape(string Date, DayHoursShape Before, DayHoursShape After);

public sealed record DayHoursShape(string Why, IReadOnlyList<string> Intervals);

/// <summary>A year of public holidays that the service knows.</summary>
public sealed record KnownYearShape(string Country, int Year, string? Notice);
