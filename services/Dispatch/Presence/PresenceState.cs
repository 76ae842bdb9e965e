namespace ServiceMesh.Dispatch.Presence;

/// <summary>What somebody says of himself.</summary>
public enum PresenceState
{
    Available,

    /// <summary>Gets no tickets until saying otherwise, whatever the roster says.</summary>
    Away,
}
