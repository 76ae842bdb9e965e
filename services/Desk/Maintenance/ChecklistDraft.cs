using System.Globalization;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>A checklist as somebody types it: items in their order, each with a key of its own that stays.</summary>
public sealed class ChecklistDraft
{
    public List<ItemDraft> Items { get; } = [];

    public static ChecklistDraft Of(ChecklistShape list)
    {
        var draft = new ChecklistDraft();
        draft.Items.AddRange(list.Items.Select(i => new ItemDraft { Key = i.Key, Text = i.Text, TextZh = i.TextZh ?? "", Required = i.Required }));
        return draft;
    }

    /// <summary>A new item at the end. People never see keys: the first free number makes one.</summary>
    public void Add()
    {
        var n = 1;
        while (Items.Exists(i => i.Key == KeyOf(n))) n++;
        Items.Add(new ItemDraft { Key = KeyOf(n) });
    }

    /// <summary>Moves an item up (-1) or down (1); at the end nothing happens.</summary>
    public void Move(ItemDraft item, int by)
    {
        var at = Items.IndexOf(item);
        if (at < 0 || at + by < 0 || at + by >= Items.Count) return;
        (Items[at], Items[at + by]) = (Items[at + by], Items[at]);
    }

    /// <summary>Without the items of which nothing is filled, so that the service's errors name those that are shown.</summary>
    public void DropBlank() => Items.RemoveAll(i => string.IsNullOrWhiteSpace(i.Text) && string.IsNullOrWhiteSpace(i.TextZh));

    /// <summary>Who writes Chinese only needs no English: the one text stands for both.</summary>
    public object[] ToApi() => [.. Items.Select(i => (object)new
    {
        key = i.Key, text = (string.IsNullOrWhiteSpace(i.Text) ? i.TextZh : i.Text).Trim(), textZh = string.IsNullOrWhiteSpace(i.TextZh) ? null : i.TextZh.Trim(), required = i.Required,
    })];

    private static string KeyOf(int n) => string.Create(CultureInfo.InvariantCulture, $"item-{n}");
}

/// <summary>A thing to do.</summary>
public sealed class ItemDraft
{
    public required string Key { get; init; }
    public string Text { get; set; } = "";
    public string TextZh { get; set; } = "";

    /// <summary>Without it a run cannot close.</summary>
    public bool Required { get; set; } = true;
}
