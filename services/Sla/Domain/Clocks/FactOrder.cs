namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>
/// The one order of a ticket's facts: by instant; at one instant what meets clocks before what stops them; then as their publisher
/// did them. It depends on the facts only, never on their arrival.
/// </summary>
internal sealed class FactOrder : IComparer<Fact>
{
    public static FactOrder Instance { get; } = new();

    public int Compare(Fact? x, Fact? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        var order = x.At.CompareTo(y.At);
        order = order != 0 ? order : x.Phase.CompareTo(y.Phase);
        order = order != 0 ? order : x.Sequence.CompareTo(y.Sequence);
        order = order != 0 ? order : x.Rank.CompareTo(y.Rank);
        return order != 0 ? order : string.CompareOrdinal(x.Distinction, y.Distinction);
    }
}
