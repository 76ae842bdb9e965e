namespace ServiceMesh.Desk.Components;

/// <summary>An entry of a drop-down.</summary>
public sealed record Choice(string Value, string Text);
