using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.NewTicket;

/// <summary>The entries of a drop-down that asks the service while somebody types. What is chosen stays among them, so that it stays shown.</summary>
/// <param name="find">Asks for the first matches of a text; null for the newest of all.</param>
internal sealed class FoundChoices(Func<string?, Task<Listing<Named>>> find)
{
    private int _turn;
    private Choice? _chosen;

    public IReadOnlyList<Choice> Items { get; private set; } = [];

    /// <summary>Whether there was more than one look shows before anybody typed.</summary>
    public bool More { get; private set; }

    public string? Value => _chosen?.Value;

    /// <summary>Looks for <paramref name="text"/>; an answer that a later question has overtaken is dropped.</summary>
    public async Task FindAsync(string? text)
    {
        var turn = ++_turn;
        var asked = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        var found = await find(asked);
        if (turn != _turn)
            return;
        if (asked is null)
            More = found.Next is not null;
        var items = found.Items.Select(n => new Choice(n.Id.ToString(), n.Name ?? n.Code ?? "")).ToList();
        if (_chosen is not null && !items.Exists(i => i.Value == _chosen.Value))
            items.Add(_chosen);
        Items = items;
    }

    public void Choose(string? value) => _chosen = Items.FirstOrDefault(i => i.Value == value);

    /// <summary>Chooses one that is known from elsewhere.</summary>
    public void Take(Choice known)
    {
        _chosen = known;
        if (!Items.Any(i => i.Value == known.Value))
            Items = [.. Items, known];
    }

    public void Clear() => (_chosen, _turn, Items, More) = (null, _turn + 1, [], false);
}
