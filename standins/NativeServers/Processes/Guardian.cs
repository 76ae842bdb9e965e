using System.Diagnostics;
using System.Globalization;

namespace ServiceMesh.NativeServers.Processes;

/// <summary>
/// A small shell that ends this process's children when this process has ended in whatever way, kill -9 included: it
/// reads the children's ids from a pipe, and when the pipe closes it asks those that are left to stop, waits at most ten
/// seconds and kills the rest.
/// </summary>
internal sealed class Guardian
{
    private const string Script = """
        trap '' INT TERM HUP
        children=; directories=
        while read -r what value; do
          case $what in
            +) children="$children $value";;
            -) left=; for c in $children; do [ "$c" = "$value" ] || left="$left $c"; done; children=$left;;
            d) directories="$directories
        $value";;
          esac
        done
        for c in $children; do kill -TERM "$c" 2>/dev/null; done
        tries=0
        while [ $tries -lt 100 ]; do
          alive=; for c in $children; do kill -0 "$c" 2>/dev/null && alive=1; done
          [ -z "$alive" ] && break
          [ $tries -eq 50 ] && for c in $children; do kill -INT "$c" 2>/dev/null; done
          tries=$((tries + 1)); sleep 0.1
        done
        for c in $children; do kill -KILL "-$c" 2>/dev/null; done
        printf '%s\n' "$directories" | while read -r d; do [ -n "$d" ] && rm -rf -- "$d"; done
        """;

    private static readonly Lazy<Guardian> s_instance = new(() => new Guardian());
    private readonly StreamWriter _pipe;

    private Guardian()
    {
        // Standard output and error are inherited on purpose by nobody: a reader of ours must not wait for the guardian.
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", $"exec >/dev/null 2>&1\n{Script}"]) { RedirectStandardInput = true };
        _pipe = Process.Start(start)!.StandardInput;
        _pipe.AutoFlush = true;
    }

    /// <summary>The one of this process.</summary>
    public static Guardian Instance => s_instance.Value;

    public void Add(int processId) => Tell('+', processId.ToString(CultureInfo.InvariantCulture));

    public void Remove(int processId) => Tell('-', processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Deletes the directory when all is over.</summary>
    public void DeleteAtEnd(string directory) => Tell('d', directory);

    private void Tell(char what, string value)
    {
        lock (_pipe) _pipe.Write($"{what} {value}\n");
    }
}
