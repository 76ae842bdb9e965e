using System.Text.Json;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending.Robots;

/// <summary>What a platform's group robot wants to be sent, and what its answers mean.</summary>
internal interface IRobotPlatform
{
    /// <summary>The provider kind.</summary>
    string Kind { get; }

    /// <summary>Address and JSON body of one message.</summary>
    /// <param name="secret">The signing secret; null when the robot is protected otherwise.</param>
    (Uri Url, object Body) Compose(string url, string? secret, string text, IReadOnlyList<string> mentions, DateTimeOffset now);

    /// <summary>What the platform's own code in a 200 answer means; null: taken.</summary>
    Failure? Judge(JsonElement answer);
}
