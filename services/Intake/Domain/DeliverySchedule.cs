namespace ServiceMesh.Intake.Domain;

/// <summary>When an agent's message is offered to an IM platform again.</summary>
public static class DeliverySchedule
{
    private static readonly TimeSpan[] s_waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
    ];

    private static readonly TimeSpan s_longestAsked = TimeSpan.FromHours(1);

    /// <summary>Tries in all: the first at once.</summary>
    public static int Attempts => s_waits.Length + 1;

    /// <summary>
    /// The wait after the given number of failed tries, or null when it was the last. A receiver may ask for more, up to an hour;
    /// <paramref name="jitter"/> (0 to 1) adds up to a tenth, so that many messages do not come back at one instant.
    /// </summary>
    public static TimeSpan? WaitAfter(int failures, TimeSpan? asked, double jitter)
    {
        if (failures < 1 || failures > s_waits.Length)
            return null;
        var wait = s_waits[failures - 1] * (1 + Math.Clamp(jitter, 0, 1) / 10);
        return asked is not { } longer || longer <= wait ? wait : longer < s_longestAsked ? longer : s_longestAsked;
    }
}
