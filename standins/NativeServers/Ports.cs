using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.NativeServers;

/// <summary>Free TCP ports on the loopback interface.</summary>
public static class Ports
{
    // Below the range from which systems take the ports of outgoing connections: of those, hundreds are opened before the last server binds.
    private const int First = 15_000;
    private const int Last = 32_000;

    private static readonly HashSet<int> _given = [];

    /// <summary>A port that is free now, and given once only.</summary>
    public static int Free()
    {
        lock (_given)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port) && _given.Add(port)) return port;
            }
        }
    }

    /// <summary>True when nothing listens on the port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The port noted in the file, so that a restart keeps its address; another one, noted there, if it is taken.</summary>
    public static int Remembered(string file)
    {
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var port) && IsFree(port))
            return port;
        port = Free();
        File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }
}
