using System.Net;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>One of the vendor's people, acting through a session of his or her own, so that timelines show who did what.</summary>
public sealed class Persona(Uri gateway, string name, string email, string language, string password) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private GatewayClient? _client;

    public string Name => name;

    /// <summary>The language this person writes in to customers who do not read Chinese or English alone.</summary>
    public string Language => language;

    /// <summary>Does something as this person; signs in before, or again when the session has ended.</summary>
    public async Task<T> DoAsync<T>(Func<GatewayClient, Task<T>> deed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deed);
        try
        {
            return await deed(await ClientAsync(null, ct));
        }
        catch (GatewayException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            return await deed(await ClientAsync(_client, ct));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _client?.Dispose();
        _turn.Dispose();
    }

    private async Task<GatewayClient> ClientAsync(GatewayClient? ended, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_client is not null && _client != ended) return _client;
            _client?.Dispose();
            _client = new GatewayClient(gateway);
            await _client.SignInAsync(email, password, ct);
            return _client;
        }
        catch
        {
            _client?.Dispose();
            _client = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
