using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Intake.Attachments;

/// <summary>Settings of the section <c>Intake:Attachments</c>.</summary>
public sealed class AttachmentOptions
{
    /// <summary>Where uploaded files are kept; several instances share it. No web server serves it.</summary>
    [Required]
    public string Directory { get; set; } = Path.Combine(".data", "attachments");

    /// <summary>Largest file in bytes: 1 KiB to 100 MiB. The gateway's own limit for these addresses is 20 MiB.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Uploads that one person may have without having sent them yet.</summary>
    [Range(1, 1000)]
    public int MostUnsent { get; set; } = 30;

    /// <summary>
    /// A program that looks for viruses, with arguments separated by blanks; the file's path follows. Exit code 0 means clean, 1 infected
    /// (as clamscan and clamdscan do), anything else is tried again.
    /// </summary>
    public string? ScanCommand { get; set; }

    /// <summary>An address that gets each file by POST instead: 2xx means clean, 403, 406 and 422 infected, anything else is tried again.</summary>
    [Url]
    public string? ScanUrl { get; set; }

    /// <summary>The longest a scan may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ScanTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether files are looked at before anybody gets them.</summary>
    internal bool Scans => ScanCommand is not null || ScanUrl is not null;
}
