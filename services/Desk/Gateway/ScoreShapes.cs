namespace ServiceMesh.Desk;

/// <summary>Scorecards of one kind and period.</summary>
public sealed record CardsShape(string Kind, string Period, string From, string To, int FormulaVersion, IReadOnlyList<CardShape> Items, string? Next, string? Radar);

/// <summary>One scorecard.</summary>
public sealed record CardShape(Guid Id, string? Name, decimal? Score, int? Stars, string? Grade, IReadOnlyList<CardDimensionShape> Dimensions, CardFiguresShape Figures);

public sealed record CardDimensionShape(
    string Name, string Unit, decimal? Value, long Count, long? Good, decimal? Points, int? Stars, decimal Weight, decimal EffectiveWeight, bool Missing, CardReferenceShape? Reference,
    bool FromReference);

/// <summary>A figure from elsewhere.</summary>
public sealed record CardReferenceShape(decimal Value, string Source, DateOnly On);

public sealed record CardFiguresShape(long Tickets, long Faults, long Answers, decimal? AnswerRate, decimal? Nps, long Unreachable, long? MeanResponseSeconds, long? MeanRecoverySeconds, decimal? WaitingPercent, decimal? CompleteRecords);

public sealed record CardDetailShape(string Kind, string Period, int FormulaVersion, CardShape Card, IReadOnlyList<CardChartShape> Charts);

/// <summary>A picture that Insight made: its texts are escaped there.</summary>
public sealed record CardChartShape(string Name, string Title, string Svg);

public sealed record BehindShape(Guid Id, string Kind, string? Number, DateTimeOffset At, int? Severity, Guid? RepeatOf, Guid? CameBackAs, IReadOnlyList<BehindValueShape> Values);

public sealed record BehindValueShape(string Measure, string Month, int Bucket, long Count, long Total);

public sealed record FormulaShape(int Version, IReadOnlyList<FormulaDimensionShape> Dimensions, IReadOnlyList<decimal> Stars, IReadOnlyList<GradeShape> Grades, DateTimeOffset? CreatedAt, string? CreatedBy);

public sealed record FormulaDimensionShape(string Name, decimal Weight, string Unit, decimal Best, decimal Worst, IReadOnlyList<decimal>? Stars);

public sealed record GradeShape(string Name, decimal From);

public sealed record FormulasShape(IReadOnlyList<FormulaShape> Items, IReadOnlyList<FormulaDimensionShape> Known);

public sealed record ReportHeadShape(Guid Id, string Kind, string Period, int FormulaVersion, DateTimeOffset FrozenAt, string FrozenBy, string ContentHash);

public sealed record ReportShape(ReportHeadShape Report, ReportContentShape Content, ReportHeadShape? Before, IReadOnlyList<CardChangeShape> Changes, string? Radar);

/// <param name="TicketsKept">False in reports from before the tickets behind figures were kept with them.</param>
public sealed record ReportContentShape(IReadOnlyList<CardShape> Cards, IReadOnlyList<CorrectionShape> Corrections, bool TicketsKept = false);

public sealed record CardChangeShape(Guid Id, decimal? WasScore, string? WasGrade, decimal? ScoreChange);

public sealed record CorrectionShape(string Period, Guid Id, string? Name, string Dimension, decimal? WasValue, long WasCount, decimal? NowValue, long NowCount);

public sealed record CorrectionsShape(IReadOnlyList<CorrectionShape> Corrections, IReadOnlyList<BehindShape> Tickets);

public sealed record VendorShape(
    Guid Id, string Name, int Version, IReadOnlyList<VendorProductShape> Products, IReadOnlyList<VendorFigureShape> Figures, IReadOnlyList<VendorCaseShape> Cases, IReadOnlyList<VendorCertificationShape> Certifications);

/// <param name="Role"><c>maker</c> or <c>servicePartner</c>.</param>
public sealed record VendorProductShape(Guid ProductId, string Role);

public sealed record VendorFigureShape(string Dimension, decimal Value, string Source, DateOnly On);

public sealed record VendorCaseShape(string Title, string? Text, string Source, DateOnly On);

public sealed record VendorCertificationShape(string Name, string? Issuer, DateOnly? ValidUntil, string Source, DateOnly On);

public sealed record FaultsShape(string By, string Period, long All, IReadOnlyList<ParetoShape> Items, string? ParetoChart, string? TrendChart);

public sealed record ParetoShape(string Item, string Name, long Opened, long Resolved, long Repeats, decimal Percent, decimal SumPercent, decimal RepeatPercent, long? MeanRecoverySeconds);

public sealed record RepeatShape(Guid TicketId, string Number, DateTimeOffset OpenedAt, Guid RepeatOf, string? RepeatOfNumber, int? DaysAfter, string? ProductName, string? FaultClass, string? Cause);

public sealed record ProposalShape(
    Guid ProductId, string? ProductName, string? Module, string? FaultClass, string? Cause, string Kind, string From, string To, long Tickets, long Before, long Repeats, long HoursLost, IReadOnlyList<string> Reasons);
