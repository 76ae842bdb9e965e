namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>What is measured of a ticket or a maintenance run. The numbers are stored: they never change their meaning.</summary>
public enum Measure
{
    /// <summary>First response promised: bucket 1 kept, 0 missed.</summary>
    FirstResponse = 1,

    /// <summary>Diagnosis promised: 1 kept, 0 missed.</summary>
    Diagnosis = 2,

    /// <summary>Resolution promised: 1 kept, 0 missed.</summary>
    Resolution = 3,

    /// <summary>A progress report to the customer that the policy asks for: 1 on time, 0 not.</summary>
    Publicity = 4,

    /// <summary>Seconds from opening to the first response; the bucket is a <see cref="Bands"/> of minutes.</summary>
    ResponseTime = 5,

    /// <summary>Seconds from opening to the first resolve of a support ticket; the bucket is a <see cref="Bands"/> of hours.</summary>
    RecoveryTime = 6,

    /// <summary>Resolved at the first contact: 1 yes, 0 no.</summary>
    FirstContact = 7,

    /// <summary>A resolve: 1 it held, 0 the ticket was reopened in the same cycle.</summary>
    Reopening = 8,

    /// <summary>A closing with asset and fault class: 1 it held, 0 the same fault came back.</summary>
    SecondRepair = 9,

    /// <summary>An answer: the bucket is its score, 1 to 5.</summary>
    Satisfaction = 10,

    /// <summary>Would recommend: the bucket is the answer, 0 to 10.</summary>
    Recommendation = 11,

    /// <summary>A survey sent and not withdrawn: 1 answered, 0 not.</summary>
    Invitation = 12,

    /// <summary>A follow-up call: 1 solved or satisfied, 0 not, 2 never reached.</summary>
    FollowUp = 13,

    /// <summary>Required parts of the record that are there, in thousandths: bucket 1 complete, 0 not.</summary>
    Completeness = 14,

    /// <summary>Seconds a ticket waited (total) of those it was open (count), up to its first resolve.</summary>
    Waiting = 15,

    /// <summary>A resolved ticket: 0 when it was put to wait shortly before its resolution was due, else 1.</summary>
    PauseDiscipline = 16,

    /// <summary>A support ticket opened; the bucket is its severity, 0 while unknown.</summary>
    Fault = 17,

    /// <summary>A ticket: 0 it is, or became, a complaint, 1 not.</summary>
    Complaint = 18,

    /// <summary>A maintenance run that came due: 1 completed in time, 0 not.</summary>
    Maintenance = 19,
}

/// <summary>Steps of durations, for distributions.</summary>
public static class Bands
{
    private static readonly long[] s_response = [300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
    private static readonly long[] s_recovery = [3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 259_200, 604_800];

    /// <summary>Upper ends in seconds, each included; what is longer lies in the band after the last.</summary>
    public static IReadOnlyList<long> Of(Measure measure) => measure == Measure.ResponseTime ? s_response : s_recovery;

    /// <summary>The band of a duration, from 0.</summary>
    public static int Of(Measure measure, long seconds)
    {
        var ends = Of(measure);
        var band = 0;
        while (band < ends.Count && seconds > ends[band]) band++;
        return band;
    }
}
