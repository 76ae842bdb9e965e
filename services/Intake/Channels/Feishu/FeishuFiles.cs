using ServiceMesh.Intake.Delivery;

namespace ServiceMesh.Intake.Channels.Feishu;

/// <summary>How Feishu takes files: by what they are, not by what they are called.</summary>
internal static class FeishuFiles
{
    /// <summary>Where a file is uploaded, in which form, and as what kind of message it goes.</summary>
    public static (string Path, string Field, (string Name, string Value)[] Fields, string MessageType) FormOf(OutboundFile file)
    {
        if (file.Is(10, "image/jpeg", "image/png", "image/gif", "image/webp"))
            return ("images", "image", [("image_type", "message")], "image");
        var (fileType, messageType) = file switch
        {
            _ when file.IsMp4(30) => ("mp4", "media"),
            { MediaType: "audio/ogg" } when file.Name.EndsWith(".opus", StringComparison.OrdinalIgnoreCase) => ("opus", "audio"),
            { MediaType: "application/pdf" } => ("pdf", "file"),
            _ => ("stream", "file"),
        };
        return ("files", "file", [("file_type", fileType), ("file_name", file.Name)], messageType);
    }

    /// <summary>Whether the file is at fault, or the application may not upload any: another try of the same is useless.</summary>
    public static bool IsRefused(PlatformReply reply) => reply.Number("code", 0) is (>= 234_000 and <= 234_099) or 99991672 or 99992402;
}
