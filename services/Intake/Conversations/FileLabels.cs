using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Conversations;

/// <summary>What stands for a message that is only a file, in Chinese or English.</summary>
internal static class FileLabels
{
    public static string Of(IReadOnlyList<(FileKind Kind, string? Name)> files, string language)
    {
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        return files.Count == 0
            ? chinese ? "[不支持的消息]" : "[Unsupported message]"
            : string.Join(' ', files.Select(f => f.Name is { } name ? $"[{Word(f.Kind, chinese)}: {name}]" : $"[{Word(f.Kind, chinese)}]"));
    }

    /// <summary>What a customer reads in the place of a file that his platform does not take: its name, why, and where it is.</summary>
    public static string Instead(OutboundFile file, string fault, string language)
    {
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var label = Of([(file.Kind, file.Name)], language);
        return (fault, chinese) switch
        {
            (FileFaults.Withheld, true) => $"{label} 文件未发送：已被移除或未通过安全检查。",
            (FileFaults.Withheld, false) => $"{label} was not sent: it was removed, or did not pass the security check.",
            (FileFaults.TooLarge, true) => $"{label} 超过此平台允许的大小，请在 30 天内下载：{file.Link}",
            (FileFaults.TooLarge, false) => $"{label} is larger than this platform takes. Download it within 30 days: {file.Link}",
            (FileFaults.Refused, true) => $"{label} 平台未接收此文件，请在 30 天内下载：{file.Link}",
            (FileFaults.Refused, false) => $"{label} was not taken by this platform. Download it within 30 days: {file.Link}",
            (_, true) => $"{label} 此平台不能直接接收这类文件，请在 30 天内下载：{file.Link}",
            (_, false) => $"{label} is of a kind that this platform does not take. Download it within 30 days: {file.Link}",
        };
    }

    private static string Word(FileKind kind, bool chinese) => (kind, chinese) switch
    {
        (FileKind.Picture, true) => "图片",
        (FileKind.Picture, false) => "Picture",
        (FileKind.Voice, true) => "语音",
        (FileKind.Voice, false) => "Voice message",
        (FileKind.Video, true) => "视频",
        (FileKind.Video, false) => "Video",
        (_, true) => "文件",
        (_, false) => "File",
    };
}
