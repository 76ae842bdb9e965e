namespace ServiceMesh.Desk;

/// <summary>How urgent a clock looks: by the share of its time that is used.</summary>
internal enum ClockLook
{
    None,
    Calm,
    Warm,
    Hot,
    Overdue,
    Paused,
    Met,
    MetLate,
}

/// <summary>What to show of a clock at one moment.</summary>
/// <param name="Share">Used share of the time, 0 to 1.</param>
/// <param name="Seconds">Remaining while it runs or pauses, overdue after a breach; not negative.</param>
internal readonly record struct ClockFace(ClockLook Look, double Share, long Seconds)
{
    /// <summary>From here on a clock looks warm, then hot.</summary>
    public const double WarmFrom = 0.5, HotFrom = 0.8;

    public static ClockFace Of(ClockShape clock, DateTimeOffset now)
    {
        switch (clock.State)
        {
            case "met":
                return new(ClockLook.Met, 1, 0);
            case "metLate":
                return new(ClockLook.MetLate, 1, 0);
            case "breached":
                return new(ClockLook.Overdue, 1, Positive(now - (clock.BreachedAt ?? clock.DueAt ?? now)));
            case "paused":
                return new(ClockLook.Paused, clock.TargetSeconds > 0 ? Math.Clamp(1 - clock.RemainingSeconds / clock.TargetSeconds, 0, 1) : 0, (long)clock.RemainingSeconds);
            case "running" when clock.DueAt is { } due:
                if (now >= due)
                    return new(ClockLook.Overdue, 1, Positive(now - due));
                var whole = (due - clock.StartedAt).TotalSeconds;
                var share = whole > 0 ? Math.Clamp((now - clock.StartedAt).TotalSeconds / whole, 0, 1) : 1;
                return new(share >= HotFrom ? ClockLook.Hot : share >= WarmFrom ? ClockLook.Warm : ClockLook.Calm, share, Positive(due - now));
            default:
                return new(ClockLook.None, 0, 0);
        }
    }

    private static long Positive(TimeSpan span) => Math.Max(0, (long)span.TotalSeconds);
}
