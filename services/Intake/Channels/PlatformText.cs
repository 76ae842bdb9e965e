using System.Text;

namespace ServiceMesh.Intake.Channels;

/// <summary>Small texts of platforms that are stored encrypted: what answering needs, and references of files.</summary>
internal static class PlatformText
{
    private const string Purpose = "platform";

    public static byte[] Seal(SecretBox box, Guid channel, string text) => box.Seal(channel, Encoding.UTF8.GetBytes(text), Purpose);

    public static string Open(SecretBox box, Guid channel, byte[] data) => Encoding.UTF8.GetString(box.Open(channel, data, Purpose));
}
