using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceMesh.Testing;

/// <summary>Reads a QR code back from its picture: modules, mask, blocks, and whether every block's correction fits. No error is mended.</summary>
public static partial class QrReader
{
    private static readonly Dictionary<int, (int Correction, int[] Blocks, int[] Alignment)> s_versions = new()
    {
        [3] = (26, [44], [6, 22]),
        [4] = (18, [32, 32], [6, 26]),
        [5] = (24, [43, 43], [6, 30]),
        [7] = (18, [31, 31, 31, 31], [6, 22, 38]),
        [8] = (22, [38, 38, 39, 39], [6, 24, 42]),
        [10] = (26, [43, 43, 43, 43, 44], [6, 28, 50]),
    };

    /// <param name="svg">As Survey draws it.</param>
    public static string Read(string svg)
    {
        var side = int.Parse(Box().Match(svg).Groups[1].Value, CultureInfo.InvariantCulture) - 8;
        var dark = new bool[side, side];
        foreach (Match run in Run().Matches(svg))
        {
            var (x, y, length) = (Number(run, 1) - 4, Number(run, 2) - 4, Number(run, 3));
            for (var i = 0; i < length; i++) dark[y, x + i] = true;
        }
        var version = (side - 17) / 4;
        var (correction, blocks, alignment) = s_versions[version];
        // Bits 10 to 12 of the format around the upper left finder, under the fixed mask 101010000010010.
        var mask = (dark[8, 2] ? 4 : 0) + (dark[8, 3] ? 2 : 0) + (dark[8, 4] ? 1 : 0) ^ 0b101;
        var codewords = Codewords(dark, mask, version, alignment);
        return Text(Blocks(codewords, correction, blocks), version);

        static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static List<byte> Codewords(bool[,] dark, int mask, int version, int[] alignment)
    {
        var side = dark.GetLength(0);
        var (bits, words) = (0, new List<byte>());
        var count = 0;
        var up = true;
        for (var right = side - 1; right > 0; right -= 2, up = !up)
        {
            if (right == 6) right--;
            for (var i = 0; i < side; i++)
            {
                var row = up ? side - 1 - i : i;
                foreach (var column in new[] { right, right - 1 })
                {
                    if (Fixed(row, column)) continue;
                    bits = bits << 1 | (dark[row, column] ^ Masked(row, column) ? 1 : 0);
                    if (++count % 8 == 0) words.Add((byte)bits);
                }
            }
        }
        return words;

        bool Fixed(int r, int c) => r == 6 || c == 6 || (r < 9 && c < 9) || (r < 9 && c >= side - 8) || (r >= side - 8 && c < 9)
            || (version >= 7 && ((r < 6 && c >= side - 11) || (c < 6 && r >= side - 11)))
            || alignment.Any(y => alignment.Any(x => Math.Abs(r - y) < 3 && Math.Abs(c - x) < 3
                && !(y == 6 && (x == 6 || x == alignment[^1])) && !(x == 6 && y == alignment[^1])));

        bool Masked(int r, int c) => mask switch
        {
            0 => (r + c) % 2 == 0,
            1 => r % 2 == 0,
            2 => c % 3 == 0,
            3 => (r + c) % 3 == 0,
            4 => (r / 2 + c / 3) % 2 == 0,
            5 => r * c % 6 == 0,
            6 => (r * c % 2 + r * c % 3) % 2 == 0,
            _ => ((r + c) % 2 + r * c % 3) % 2 == 0,
        };
    }

    private static List<byte> Blocks(List<byte> codewords, int correction, int[] lengths)
    {
        var blocks = lengths.Select(_ => new List<byte>()).ToList();
        var at = 0;
        for (var i = 0; i < lengths[^1]; i++)
        {
            for (var b = 0; b < lengths.Length; b++)
            {
                if (i < lengths[b]) blocks[b].Add(codewords[at++]);
            }
        }
        var data = blocks.SelectMany(b => b.ToArray()).ToList();
        for (var i = 0; i < correction; i++)
        {
            foreach (var block in blocks) block.Add(codewords[at++]);
        }
        // A block without error is a multiple of the generator: it is zero at every one of its roots.
        return blocks.All(block => Enumerable.Range(0, correction).All(root => block.Aggregate(0, (sum, word) => Times(sum, Power(root)) ^ word) == 0))
            ? data
            : throw new InvalidDataException("A block of the code does not fit its correction.");
    }

    private static string Text(List<byte> data, int version)
    {
        var bits = string.Concat(data.Select(b => b.ToString("b8", CultureInfo.InvariantCulture)));
        if (bits[..4] != "0100") throw new InvalidDataException("The code does not hold bytes.");
        var width = version < 10 ? 8 : 16;
        var length = Convert.ToInt32(bits.Substring(4, width), 2);
        return Encoding.UTF8.GetString([.. Enumerable.Range(0, length).Select(i => Convert.ToByte(bits.Substring(4 + width + 8 * i, 8), 2))]);
    }

    private static int Power(int exponent) => Enumerable.Range(0, exponent).Aggregate(1, (x, _) => Times(x, 2));

    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1, a = a << 1 ^ (a > 127 ? 0x11D : 0))
        {
            if ((b & 1) == 1) product ^= a;
        }
        return product;
    }

    [GeneratedRegex("viewBox=\"0 0 (\\d+) ")]
    private static partial Regex Box();

    [GeneratedRegex("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z")]
    private static partial Regex Run();
}
