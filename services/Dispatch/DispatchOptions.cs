using System.ComponentModel.DataAnnotations;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch;

/// <summary>Settings of the section <c>Dispatch</c>.</summary>
public sealed class DispatchOptions
{
    /// <summary>Days (also parts of one) after which a resolved ticket closes by itself.</summary>
    [Range(0, 365)]
    public double AutoCloseDays { get; set; } = 3;

    /// <summary>Days after resolving within which a reopening continues the same cycle, where no policy says otherwise.</summary>
    [Range(0, 3650)]
    public double WarrantyDays { get; set; } = 7;

    /// <summary>Minutes before its promise from which the board counts a ticket as due soon.</summary>
    [Range(1, 10080)]
    public int DueSoonMinutes { get; set; } = 60;

    /// <summary>Days after its end for which a ticket's progress link works.</summary>
    [Range(1, 3650)]
    public int ProgressDays { get; set; } = 90;

    internal TimeSpan DueSoon => TimeSpan.FromMinutes(DueSoonMinutes);

    internal TimeSpan AutoCloseAfter => TimeSpan.FromDays(AutoCloseDays);

    internal Terms Terms => new(TimeSpan.FromDays(WarrantyDays));
}
