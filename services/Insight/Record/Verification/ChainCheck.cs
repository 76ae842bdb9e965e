using ServiceMesh.Insight.Domain;

namespace ServiceMesh.Insight.Record.Verification;

/// <summary>
/// Walks a tenant's rows by position and says where they are not what was written. Pure: rows in, findings out. Each row is checked against the
/// hash stored before it, so one changed row is one finding; after rows that were inserted or removed and the rest renumbered, it finds its
/// way back into the chain.
/// </summary>
/// <param name="head">The position up to which there must be rows.</param>
/// <param name="attested">What signed heads say of positions: the hash there, and the day.</param>
/// <param name="erasures">When persons were erased on request.</param>
public sealed class ChainCheck(long head, IReadOnlyDictionary<long, IReadOnlyList<(DateOnly Day, byte[] Hash)>> attested, IReadOnlySet<DateTimeOffset> erasures)
{
    private const int Kept = 100;

    private readonly List<Finding> _findings = [];
    private long _last;
    private byte[]? _hash = Chain.Start.ToArray();
    private byte[]? _before;
    private StoredRow? _previous;
    private Finding? _changed;
    private long _sure;

    // How many rows more than were written stand before this one.
    private long _shift;

    /// <summary>The first hundred findings.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>All findings.</summary>
    public long Found { get; private set; }

    /// <summary>Rows looked at.</summary>
    public long Checked { get; private set; }

    /// <summary>Rows whose customer's part is erased.</summary>
    public long Erased { get; private set; }

    /// <summary>True when positions are missing.</summary>
    public bool Removed { get; private set; }

    /// <summary>The hash of the last row looked at.</summary>
    public byte[]? Hash => _hash;

    /// <summary>The last position looked at.</summary>
    public long Last => _last;

    /// <summary>The next row by position.</summary>
    public void Next(StoredRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Checked++;
        CheckParts(row);
        var position = row.Link.Position;
        if (position <= _last)
        {
            Add(Name("inserted", row));
            return;
        }
        if (position > _last + 1)
        {
            Removed = true;
            Add(new Finding("removed", _last + 1, position - 1));
            // What the hash before was nobody can say any more.
            _hash = null;
        }
        if (_hash is not null && !Fits(row, _shift, _hash)) FindOut(row);
        else _changed = null;

        (_before, _hash, _previous, _last) = (_hash, row.Hash, row, position);
        CheckSigned(position, row.Hash);
    }

    /// <summary>After the last row.</summary>
    public void End()
    {
        if (_last >= head) return;
        Removed = true;
        Add(new Finding("removed", _last + 1, head));
    }

    /// <summary>Something found elsewhere: a head, a row outside the chain.</summary>
    public void Add(Finding finding)
    {
        Found++;
        if (_findings.Count < Kept) _findings.Add(finding);
    }

    private void FindOut(StoredRow row)
    {
        if (_before is not null && Fits(row, _shift + 1, _before))
        {
            // It follows the row before the one before it: that one was put between.
            TakeBack();
            _shift++;
            Add(Name("inserted", _previous!));
        }
        else if (_changed is not null && Fits(row, _shift - 1, _hash!))
        {
            // It follows a row whose own predecessor is gone.
            TakeBack();
            _shift--;
            Removed = true;
            Add(Name("removed", _previous!));
        }
        else
        {
            Add(_changed = Name("changed", row) with { Previous = _previous?.EventId });
            return;
        }
        _changed = null;
    }

    private void TakeBack()
    {
        if (_changed is null) return;
        _findings.Remove(_changed);
        Found--;
    }

    private void CheckSigned(long position, byte[] hash)
    {
        if (!attested.TryGetValue(position, out var heads)) return;
        foreach (var (day, expected) in heads)
        {
            if (!expected.AsSpan().SequenceEqual(hash)) Add(new Finding("rewritten", _sure + 1, position, Day: day));
            else _sure = Math.Max(_sure, position);
        }
    }

    private void CheckParts(StoredRow row)
    {
        if (row.Link.CustomerSeal is { } customer && row is { Customer.Json: null, ErasedAt: { } at } && erasures.Contains(at)) Erased++;
        else CheckPart(row, row.Link.CustomerSeal, row.Customer);
        CheckPart(row, row.Link.StaffSeal, row.Staff);
    }

    private void CheckPart(StoredRow row, byte[]? seal, StoredPart part)
    {
        if (seal is null ? part.Json is null : part.Matches(seal)) return;
        Add(Name(part.Json is null ? "personal-removed" : "personal-changed", row));
    }

    private static bool Fits(StoredRow row, long shift, byte[] before)
    {
        var link = shift == 0 ? row.Link : row.Link with { Position = row.Link.Position - shift };
        return link.Hash(before).AsSpan().SequenceEqual(row.Hash);
    }

    private static Finding Name(string kind, StoredRow row) => new(kind, row.Link.Position, null, row.EventId, row.Link.Type, row.Link.TicketId);
}
