using System.Globalization;
using NodaTime;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>What happens at a threshold.</summary>
public enum ThresholdKind
{
    /// <summary>A share of the time is used up.</summary>
    Warning,

    /// <summary>All of it is.</summary>
    Breach,

    /// <summary>A level of the escalation ladder.</summary>
    Escalation,
}

/// <summary>A point on a clock's way at which something happens, once per ticket, clock and cycle.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Percent">Where: share of the clock's target in working time, at least 1; 100 is the due instant.</param>
/// <param name="Level">The level of an escalation, from 1; 0 otherwise.</param>
/// <param name="Role">Whom an escalation tells; empty otherwise.</param>
public sealed record Threshold(ThresholdKind Kind, int Percent, int Level = 0, string Role = "")
{
    /// <summary>The due instant.</summary>
    public static Threshold Breach { get; } = new(ThresholdKind.Breach, 100);

    /// <summary>Its name within one clock and cycle: <c>warning-50</c>, <c>breach</c>, <c>escalation-1</c>.</summary>
    public string Key => Kind switch
    {
        ThresholdKind.Warning => string.Create(CultureInfo.InvariantCulture, $"warning-{Percent}"),
        ThresholdKind.Breach => "breach",
        ThresholdKind.Escalation => string.Create(CultureInfo.InvariantCulture, $"escalation-{Level}"),
        _ => throw new InvalidOperationException($"Unknown kind {Kind}."),
    };

    /// <summary>Working ticks of a clock with this target up to here. Targets are whole seconds, so nothing is rounded.</summary>
    public long TicksOf(long targetSeconds) => targetSeconds * (NodaConstants.TicksPerSecond / 100) * Percent;
}
