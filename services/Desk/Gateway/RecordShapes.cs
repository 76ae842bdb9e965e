namespace ServiceMesh.Desk;

/// <summary>How complete a ticket's record is.</summary>
public sealed record RecordShape
{
    public bool Complete { get; init; }
    public int Percent { get; init; }

    /// <summary>It cannot be closed before it is complete.</summary>
    public bool Enforced { get; init; }
    public IReadOnlyList<RecordPartShape> Parts { get; init; } = [];
}

public sealed record RecordPartShape(string Part, bool Required, bool Present);
