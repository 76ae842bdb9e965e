namespace ServiceMesh.Desk;

/// <summary>Newer terms being put on running clocks, or a preview of that.</summary>
public sealed record ReprocessShape
{
    public Guid Id { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>outdated</c>.</summary>
    public string State { get; init; } = "";
    public bool DryRun { get; init; }
    public Guid? PreviewId { get; init; }
    public SelectionShape Selection { get; init; } = new();
    public string Reason { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? CancelledBy { get; init; }
    public ReprocessResultShape Result { get; init; } = new();

    public bool IsGoing => State is "queued" or "running";
}

/// <summary>Which open tickets; one of them is given.</summary>
public sealed record SelectionShape(IReadOnlyList<string>? Policies = null, IReadOnlyList<string>? Calendars = null, IReadOnlyList<Guid>? TicketIds = null, bool All = false);

public sealed record ReprocessResultShape
{
    public int Total { get; init; }
    public int Scanned { get; init; }
    public int Concerned { get; init; }
    public int Changed { get; init; }
    public int Unchanged { get; init; }
    public int Ended { get; init; }
    public int Failed { get; init; }

    /// <summary>Clocks by what happens to them, for example <c>earlier</c>.</summary>
    public IReadOnlyDictionary<string, int> Clocks { get; init; } = new Dictionary<string, int>();

    /// <summary>Those that are hit hardest.</summary>
    public IReadOnlyList<SampleTicketShape> Sample { get; init; } = [];
}

public sealed record SampleTicketShape(Guid TicketId, string Number, IReadOnlyList<ClockEffectShape> Clocks);

public sealed record ClockEffectShape(string Clock, int Cycle, string Effect, DateTimeOffset? OldDueAt, DateTimeOffset? NewDueAt);

/// <summary>A period's history under other terms.</summary>
public sealed record WhatIfShape
{
    public Guid Id { get; init; }
    public WhatIfQuestionShape? Question { get; init; }

    /// <summary><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public long Total { get; init; }
    public long Done { get; init; }
    public long Counted { get; init; }
    public ComparisonShape? Result { get; init; }
}

/// <summary>What is supposed; version 0 is a definition given with it.</summary>
public sealed record WhatIfQuestionShape(DateTimeOffset From, DateTimeOffset To, WhatIfFilterShape? Filter, string? Policy, int? PolicyVersion, string? Calendar, int? CalendarVersion);

public sealed record WhatIfFilterShape(IReadOnlyList<int>? Severities = null, IReadOnlyList<string>? ServiceLevels = null);

public sealed record ComparisonShape(SideShape Before, SideShape After, IReadOnlyList<ComparedShape> ByClock, IReadOnlyList<ComparedShape> ByTeam, IReadOnlyList<ComparedShape> BySeverity);

public sealed record ComparedShape(string Key, SideShape Before, SideShape After);

public sealed record SideShape(int Breaches, IReadOnlyList<SumShape> Credits);

public sealed record SumShape(string Currency, decimal Amount);

public sealed record DifferingShape(Guid TicketId, string TicketNumber, IReadOnlyList<BrokenShape> Before, IReadOnlyList<BrokenShape> After);

public sealed record BrokenShape(string Clock, int Cycle, DateTimeOffset DueAt);
