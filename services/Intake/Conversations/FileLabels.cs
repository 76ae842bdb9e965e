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
