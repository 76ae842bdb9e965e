using System.Collections;

namespace ServiceMesh.ServiceDefaults;

/// <summary>What a log line is about, in the form log exporters understand.</summary>
internal sealed class SubjectScope(string? tenant, string? ticket) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("tenant.id", tenant),
        1 => new("ticket.id", ticket),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"tenant.id:{tenant} ticket.id:{ticket}";
}
