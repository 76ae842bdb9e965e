namespace ServiceMesh.Intake.Domain;

/// <summary>Which files are taken, and what they are by their first bytes; what a file calls itself counts only against it.</summary>
public static class FileRules
{
    /// <summary>How many of its first bytes tell what a file is.</summary>
    public const int HeadBytes = 512;

    /// <summary>The media type of whatever has no better one.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly HashSet<string> s_programs =
    [
        ".apk", ".app", ".appx", ".bat", ".chm", ".cmd", ".com", ".cpl", ".deb", ".dll", ".dmg", ".exe", ".hta", ".htm", ".html", ".inf", ".iso", ".jar",
        ".js", ".jse", ".lnk", ".mht", ".mhtml", ".mjs", ".msc", ".msi", ".msix", ".msp", ".ocx", ".pif", ".ps1", ".psm1", ".reg", ".rpm", ".scf", ".scr",
        ".sct", ".sh", ".svg", ".svgz", ".swf", ".sys", ".url", ".vbe", ".vbs", ".ws", ".wsc", ".wsf", ".wsh", ".xhtml", ".xht", ".xll",
    ];

    private static readonly Dictionary<string, string> s_byExtension = new(StringComparer.Ordinal)
    {
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".webp"] = "image/webp", [".pdf"] = "application/pdf",
    };

    /// <summary>The media type, from a short list of harmless ones; everything else is <see cref="Unknown"/>.</summary>
    public static string MediaType(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "application/pdf",
        [(byte)'#', (byte)'!', (byte)'A', (byte)'M', (byte)'R', ..] => "audio/amr",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "audio/mpeg",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "video/mp4",
        [(byte)'P', (byte)'K', 3, 4, ..] => "application/zip",
        [0x1f, 0x8b, ..] => "application/gzip",
        _ => Unknown,
    };

    /// <summary>
    /// Null when a file may be kept, else why not: <c>empty</c>, <c>program</c> (it can be run, or is a page that can run scripts) or
    /// <c>mismatch</c> (it calls itself a picture or document that it is not).
    /// </summary>
    public static string? Fault(string? name, ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "empty";
        var extension = FileName.Extension(name);
        if (s_programs.Contains(extension) || IsProgram(head))
            return "program";
        return s_byExtension.TryGetValue(extension, out var claimed) && MediaType(head) != claimed ? "mismatch" : null;
    }

    private static bool IsProgram(ReadOnlySpan<byte> head)
    {
        if (head is [(byte)'M', (byte)'Z', ..] or [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] or [0xca, 0xfe, 0xba, 0xbe, ..] or [(byte)'L', 0, 0, 0, 1, 0x14, 2, 0, ..]
            or [0xfe, 0xed, 0xfa, 0xce or 0xcf, ..] or [0xce or 0xcf, 0xfa, 0xed, 0xfe, ..])
            return true;
        if (head is [(byte)'#', (byte)'!', ..])
            return head is not [_, _, (byte)'A', (byte)'M', (byte)'R', ..];
        var start = head is [0xef, 0xbb, 0xbf, ..] ? head[3..] : head;
        var text = System.Text.Encoding.Latin1.GetString(start).TrimStart().ToLowerInvariant();
        return text.StartsWith("<!doctype html", StringComparison.Ordinal) || text.StartsWith("<html", StringComparison.Ordinal)
            || text.StartsWith("<script", StringComparison.Ordinal) || text.StartsWith("<svg", StringComparison.Ordinal)
            || (text.StartsWith("<?xml", StringComparison.Ordinal) && (text.Contains("<svg", StringComparison.Ordinal) || text.Contains("<html", StringComparison.Ordinal)));
    }
}
