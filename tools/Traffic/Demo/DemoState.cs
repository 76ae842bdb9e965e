using System.Security.Cryptography;
using System.Text.Json;
using ServiceMesh.Traffic.Demo.Stories;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>What the demo cannot ask the system for again: its people's password and its channels' secrets. Readable by its owner only.</summary>
public sealed record DemoState
{
    /// <summary>The password of every demo account, made once.</summary>
    public required string Password { get; init; }
    public IReadOnlyList<ChannelAccess> Channels { get; init; } = [];

    /// <summary>The channels of the stories, with what their platforms know.</summary>
    public IReadOnlyList<Door> Doors { get; init; } = [];

    /// <summary>Reads the file; without one, or with one that cannot be read, everything is made anew.</summary>
    public static DemoState Load(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<DemoState>(File.ReadAllText(path), GatewayClient.Json) is { Password.Length: > 0 } state) return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Made anew below.
        }
        return new DemoState { Password = "demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)) };
    }

    /// <summary>Writes the file with mode 0600.</summary>
    public void Save(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, this, GatewayClient.Json);
    }
}
