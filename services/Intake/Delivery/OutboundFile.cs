using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Delivery;

/// <summary>A file that goes with a message to a platform.</summary>
/// <param name="Name">Harmless, and never empty.</param>
/// <param name="MediaType">By its first bytes.</param>
/// <param name="Link">The address at which its receiver gets it, good for 30 days from when the message was written.</param>
/// <param name="Open">Opens it for reading; null when it is not there any more.</param>
public sealed record OutboundFile(Guid Id, FileKind Kind, string Name, long Size, string MediaType, ScanState Scan, string Link, Func<Stream?> Open)
{
    private const long MiB = 1024 * 1024;

    /// <summary>Whether it is of one of these media types and at most so large.</summary>
    public bool Is(long mostMiB, params ReadOnlySpan<string> mediaTypes) => Size <= mostMiB * MiB && mediaTypes.Contains(MediaType);

    /// <summary>Whether it is a film that every platform knows; other files begin alike and are none.</summary>
    public bool IsMp4(long mostMiB) => Is(mostMiB, "video/mp4") && Name.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is at most so large.</summary>
    public bool Fits(long mostMiB) => Size <= mostMiB * MiB;
}

/// <summary>Why a file goes as a link.</summary>
public static class FileFaults
{
    /// <summary>The platform takes no files of this kind from us.</summary>
    public const string NotTaken = "not-taken";

    /// <summary>It is larger than the platform takes.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The platform refused it when it was sent.</summary>
    public const string Refused = "refused";

    /// <summary>It is not there any more, or a virus was found in it: there is nothing to send.</summary>
    public const string Withheld = "withheld";
}
