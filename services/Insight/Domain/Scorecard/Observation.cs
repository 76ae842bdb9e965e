namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>Who had a ticket: nobody yet, a team's queue, or an engineer.</summary>
public readonly record struct Holder(Guid? Team, Guid? Engineer);

/// <summary>One thing measured, at the instant that decides its month, of whoever had the ticket then.</summary>
/// <param name="Count">How many; of <see cref="Measure.Waiting"/> the seconds that the ticket was open.</param>
/// <param name="Total">Seconds, score or thousandths, as the measure says; 0 where it only counts.</param>
public readonly record struct Observation(DateTimeOffset At, Measure Measure, int Bucket, long Count, long Total, Holder Holder);

/// <summary>What is summed up: a measure's bucket in a month.</summary>
public readonly record struct Cell(Month Month, Measure Measure, int Bucket)
{
    /// <summary>As one number, for the rows of facts.</summary>
    public int Code => (((Month.Number * 32) + (int)Measure) * 16) + Bucket;

    public static Cell Of(int code) => new(new Month(code / 512), (Measure)(code / 16 % 32), code % 16);
}

/// <summary>Counts and totals, as whole numbers: sums have one result in any order.</summary>
public readonly record struct Sum(long Count, long Total)
{
    public static Sum operator +(Sum left, Sum right) => new(left.Count + right.Count, left.Total + right.Total);

    public static Sum operator -(Sum left, Sum right) => new(left.Count - right.Count, left.Total - right.Total);

    public static Sum Add(Sum left, Sum right) => left + right;

    public static Sum Subtract(Sum left, Sum right) => left - right;
}
