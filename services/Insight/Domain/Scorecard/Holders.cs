namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>Who had the ticket when.</summary>
internal sealed class Holders
{
    private readonly List<(DateTimeOffset From, Holder Holder)> _turns = [];

    /// <param name="dispatch">Dispatch's events of the ticket, by sequence.</param>
    public Holders(IEnumerable<StoredEvent> dispatch)
    {
        foreach (var e in dispatch)
        {
            switch (e.Type)
            {
                case "TicketAssigned":
                    _turns.Add((e.At, new Holder(e.Id("teamId"), e.Id("engineerId"))));
                    break;
                case "TicketUnassigned":
                    _turns.Add((e.At, new Holder(e.Id("teamId"), null)));
                    break;
            }
        }
    }

    public Holder Last => _turns.Count > 0 ? _turns[^1].Holder : default;

    /// <summary>Who had it at that instant; before anybody had it, the first who got it.</summary>
    public Holder At(DateTimeOffset at)
    {
        for (var i = _turns.Count - 1; i >= 0; i--)
        {
            if (_turns[i].From <= at) return _turns[i].Holder;
        }

        return _turns.Count > 0 ? _turns[0].Holder : default;
    }
}
