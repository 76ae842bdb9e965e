using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Sla;

/// <summary>Settings of the section <c>Sla</c>.</summary>
public sealed class SlaOptions
{
    /// <summary>The most tickets that a re-process looks at in a second; it takes less by itself while others are busy.</summary>
    [Range(1, 100_000)]
    public int ReprocessPerSecond { get; set; } = 1_000;

    /// <summary>Days for which the answer of a what-if is kept after it was done or cancelled.</summary>
    [Range(1, 3650)]
    public int WhatIfDays { get; set; } = 90;
}
