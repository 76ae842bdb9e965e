namespace ServiceMesh.Contracts;

/// <summary>The way a ticket or message came in.</summary>
public enum Channel
{
    Hotline,
    Im,
    Chat,
    Portal,
    Email,
    Api,
}
