using System.Collections.Concurrent;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Policies;

/// <summary>Each tenant's calendars and policies in memory, good for one revision of its row, which every work reads anyway.</summary>
public sealed class TermsLibrary
{
    private readonly ConcurrentDictionary<string, TermsBook> _books = new();

    /// <summary>The tenant's book.</summary>
    /// <param name="work">Reads in its transaction.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="revision">The revision that this transaction saw; null when the tenant has no row: then it gets the shipped set.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<TermsBook> OpenAsync(Work work, string tenant, long? revision, CancellationToken ct)
    {
        if (revision is null)
        {
            await TenantStore.CreateAsync(work, tenant, zone: null, sequence: 0, ct);
            // Not kept: this transaction may still be rolled back, and the next one reads the revision.
            return await TermsBook.LoadAsync(work, tenant, 0, ct);
        }

        if (_books.TryGetValue(tenant, out var book) && book.Revision == revision)
        {
            return book;
        }

        return _books[tenant] = await TermsBook.LoadAsync(work, tenant, revision.Value, ct);
    }
}
