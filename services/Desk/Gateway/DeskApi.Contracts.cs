using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk;

/// <summary>Contracts with customers.</summary>
internal sealed partial class DeskApi
{
    private const int MostIds = 100;

    /// <param name="search">A part of the number, plan or customer's name; null for the newest.</param>
    public Task<Listing<ContractShape>> ContractsAsync(string? search, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<ContractShape>>("/api/v1/contracts?limit=50" + Searching(search) + After(cursor), ct);

    public Task<ContractShape> ContractAsync(Guid id, CancellationToken ct) => api.GetAsync<ContractShape>($"/api/v1/contracts/{id}", ct);

    public Task<ContractShape> AddContractAsync(object contract, string once, CancellationToken ct) => api.PostAsync<ContractShape>("/api/v1/contracts", contract, ct, once);

    /// <summary>Replaces all of it.</summary>
    public Task<ContractShape> SaveContractAsync(Guid id, object contract, CancellationToken ct) => api.PutAsync<ContractShape>($"/api/v1/contracts/{id}", contract, ct);

    /// <summary>Contracts to choose from, by number and customer.</summary>
    public async Task<IReadOnlyList<Choice>> ContractChoicesAsync(string? search) =>
        [.. (await ContractsAsync(search, null, CancellationToken.None)).Items.Select(c => new Choice(c.Id.ToString(), c.Title))];

    /// <summary>Products to choose from, by name.</summary>
    public async Task<IReadOnlyList<Choice>> ProductChoicesAsync(string? search) =>
        [.. (await ProductsAsync(search, CancellationToken.None)).Items.Select(p => new Choice(p.Id.ToString(), p.Name ?? p.Code ?? ""))];

    /// <summary>Customers to choose from, by name.</summary>
    public async Task<IReadOnlyList<Choice>> CustomerChoicesAsync(string? search) =>
        [.. (await CustomersAsync(search, CancellationToken.None)).Items.Select(c => new Choice(c.Id.ToString(), c.Name ?? ""))];

    /// <summary>How contracts are called; those that are not there have no entry.</summary>
    public async Task<Dictionary<Guid, string?>> ContractNamesAsync(IEnumerable<Guid> ids, CancellationToken ct) =>
        (await NamedAsync<ContractShape>("contracts", ids, ct)).ToDictionary(c => c.Id, string? (c) => c.Title);

    /// <summary>How products are called; those that are not there have no entry.</summary>
    public async Task<Dictionary<Guid, string?>> ProductNamesAsync(IEnumerable<Guid> ids, CancellationToken ct) =>
        (await NamedAsync<Named>("products", ids, ct)).ToDictionary(p => p.Id, p => p.Name ?? p.Code);

    private async Task<List<T>> NamedAsync<T>(string what, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var found = new List<T>();
        foreach (var some in ids.Distinct().Chunk(MostIds))
            found.AddRange((await api.GetAsync<Listing<T>>($"/api/v1/{what}?limit={MostIds}&{string.Join('&', some.Select(id => $"id={id}"))}", ct)).Items);
        return found;
    }
}
