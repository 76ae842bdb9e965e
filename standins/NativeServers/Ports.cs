using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServiceMesh.NativeServers;

/// <summary>Free TCP ports on the loopback interface.</summary>
public static class Ports
{
    /// <summary>A port that is free now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
