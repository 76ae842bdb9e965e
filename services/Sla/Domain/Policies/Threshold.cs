using System.Globalization;
using NodaTime;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What happens at a threshold.</summary>
public enum ThresholdKind
{
    /// <summary>A share of the time is used up, or so much of it is left.</summary>
    Warning,

    /// <summary>All of it is used up.</summary>
    Breach,

    /// <summary>A level of the escalation ladder.</summary>
    Escalation,

    /// <summary>One leg of an either-or clock was missed while another can still be kept.</summary>
    LegMissed,
}

/// <summary>A point on a clock's way at which something happens, once per ticket, clock and cycle.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Percent">Where: share of the target in working time, 1 to 1,000; 100 is the due instant. Read only without an offset.</param>
/// <param name="Offset">Where instead: working time before (negative) or after the due instant.</param>
/// <param name="Level">The level of an escalation, from 1; 0 otherwise.</param>
/// <param name="Role">Whom an escalation tells; empty otherwise.</param>
/// <param name="Leg">The leg that was missed; empty otherwise.</param>
public sealed record Threshold(ThresholdKind Kind, int Percent, Duration? Offset = null, int Level = 0, string Role = "", string Leg = "")
{
    /// <summary>The due instant.</summary>
    public static Threshold Breach { get; } = new(ThresholdKind.Breach, 100);

    /// <summary>Its name within one clock and cycle: <c>warning-50</c>, <c>warning-PT30M</c> (before due), <c>breach</c>, <c>escalation-1</c>, <c>leg-onSiteArrival</c>.</summary>
    public string Key => Kind switch
    {
        ThresholdKind.Warning when Offset is { } offset => $"warning-{IsoDuration.Write(-offset)}",
        ThresholdKind.Warning => string.Create(CultureInfo.InvariantCulture, $"warning-{Percent}"),
        ThresholdKind.Breach => "breach",
        ThresholdKind.Escalation => string.Create(CultureInfo.InvariantCulture, $"escalation-{Level}"),
        ThresholdKind.LegMissed => $"leg-{Leg}",
        _ => throw new InvalidOperationException($"Unknown kind {Kind}."),
    };

    /// <summary>Working ticks of a clock with this target up to here, rounded up to a whole tick; null when the target is too short to have this point.</summary>
    public long? TicksOf(long targetTicks)
    {
        if (Offset is { } offset)
        {
            var at = targetTicks + offset.BclCompatibleTicks;
            return at > 0 ? at : null;
        }

        return (long)((((Int128)targetTicks * Percent) + 99) / 100);
    }

    /// <summary>The share of the target that is used up here, in whole percent.</summary>
    public int PercentOf(long targetTicks) => Offset is null ? Percent : (int)((Int128)(TicksOf(targetTicks) ?? 0) * 100 / Math.Max(1, targetTicks));
}
