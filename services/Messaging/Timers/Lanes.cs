namespace ServiceMesh.Messaging;

/// <summary>
/// Timers are fired in a few lanes, each by one instance at a time, so that a slow handler holds up its lane only and several claims
/// are under way at once. A timer's lane follows from the last character of its key: both sides compute it for nothing.
/// </summary>
internal static class Lanes
{
    public const int Count = 4;

    /// <summary>The lane of a row of messaging.timers.</summary>
    public const string Sql = "ascii(right(key, 1)) & 3";

    public static int Of(string key) => key.Length == 0 ? 0 : key[^1] & (Count - 1);
}
