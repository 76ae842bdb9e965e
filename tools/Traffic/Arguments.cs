using System.Globalization;

namespace ServiceMesh.Traffic;

/// <summary>The command line: words, and options as <c>--name value</c> or <c>--name=value</c>.</summary>
public sealed class Arguments
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">An option has no value.</exception>
    public Arguments(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                _words.Add(arguments[i]);
                continue;
            }
            var parts = arguments[i][2..].Split('=', 2);
            _options[parts[0]] = parts.Length == 2 ? parts[1] : i + 1 < arguments.Count ? arguments[++i] : throw new UsageException($"--{parts[0]} needs a value.");
        }
    }

    /// <summary>The word at a place, counted from 0, or null.</summary>
    public string? Positional(int place) => place < _words.Count ? _words[place] : null;

    /// <summary>An option's value, or null.</summary>
    public string? Option(string name) => _options.GetValueOrDefault(name);

    /// <summary>An option's whole number.</summary>
    /// <exception cref="UsageException">It is none, or out of range.</exception>
    public int Number(string name, int otherwise, int least, int most) =>
        Option(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new UsageException($"--{name} is a number from {least} to {most}.");
}
