using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Makes connections to addresses that somebody from outside named. The guard sits where the connection is made, on the addresses that are
/// really used: a name that resolves differently the second time gains nothing.
/// </summary>
public static class GuardedConnection
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>. Throws <see cref="TargetForbiddenException"/> when the host may not be reached at all its addresses.</summary>
    /// <param name="allows">Whether a connection to this host, at these addresses, may be made.</param>
    /// <param name="resolve">Finds a name's addresses; null: by DNS.</param>
    public static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Func<string, IReadOnlyCollection<IPAddress>, bool> allows, CancellationToken ct, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(allows);
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await (resolve ?? Dns.GetHostAddressesAsync)(host, ct);
        if (!allows(host, addresses)) throw new TargetForbiddenException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The target's name leads into a network that may not be reached from here.</summary>
public sealed class TargetForbiddenException() : IOException("The target is not on the public internet.");
