using System.Text.Json;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>Reads the platforms' own result codes.</summary>
internal static class RobotAnswers
{
    /// <summary>The code; null when the answer has none.</summary>
    public static long? Code(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.Number
            && code.TryGetInt64(out var value) ? value : null;
}

/// <summary>Numbers as the Chinese platforms know them.</summary>
internal static class RobotNumbers
{
    /// <summary>Without the country's own +86; other numbers as they are.</summary>
    public static string Domestic(string e164) => e164.StartsWith("+86", StringComparison.Ordinal) ? e164[3..] : e164;
}
