namespace ServiceMesh.Intake.Requests;

/// <summary>Bounds that several requests share.</summary>
public static class Limits
{
    /// <summary>Longest text of a ticket, message or note.</summary>
    public const int Text = 20_000;

    /// <summary>Longest id that a platform gives to a conversation, person, call or message.</summary>
    public const int PlatformId = 200;

    /// <summary>Most files sent with one message or ticket.</summary>
    public const int Files = 10;

    /// <summary>Largest webhook body in bytes.</summary>
    public const int WebhookBytes = 256 * 1024;
}
