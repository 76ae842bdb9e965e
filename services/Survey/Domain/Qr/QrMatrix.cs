namespace ServiceMesh.Survey.Domain.Qr;

/// <summary>The modules of a QR code under one mask, and how badly they read.</summary>
internal sealed class QrMatrix
{
    private readonly int _size;
    private readonly bool[,] _fixed;

    private QrMatrix(int size) => (_size, Dark, _fixed) = (size, new bool[size, size], new bool[size, size]);

    public bool[,] Dark { get; }

    /// <summary>The standard's penalty: the mask with the least is taken.</summary>
    public int Penalty { get; private set; }

    public static QrMatrix Draw(QrVersion version, byte[] codewords, int mask)
    {
        var matrix = new QrMatrix(version.Size);
        matrix.Patterns(version);
        matrix.Format(mask);
        if (version.Number >= 7) matrix.VersionBits(version.Number);
        matrix.Fill(codewords, mask);
        matrix.Penalty = matrix.Judge();
        return matrix;
    }

    private void Set(int row, int column, bool dark) => (Dark[row, column], _fixed[row, column]) = (dark, true);

    private void Patterns(QrVersion version)
    {
        for (var i = 0; i < _size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }
        Finder(3, 3);
        Finder(3, _size - 4);
        Finder(_size - 4, 3);
        var places = version.Alignment;
        foreach (var row in places)
        {
            foreach (var column in places)
            {
                // The three corners belong to the finders.
                if ((row == 6 && column == 6) || (row == 6 && column == places[^1]) || (row == places[^1] && column == 6)) continue;
                for (var r = -2; r <= 2; r++)
                {
                    for (var c = -2; c <= 2; c++) Set(row + r, column + c, Math.Max(Math.Abs(r), Math.Abs(c)) != 1);
                }
            }
        }
    }

    private void Finder(int row, int column)
    {
        for (var r = -4; r <= 4; r++)
        {
            for (var c = -4; c <= 4; c++)
            {
                var (y, x) = (row + r, column + c);
                if (y < 0 || x < 0 || y >= _size || x >= _size) continue;
                var ring = Math.Max(Math.Abs(r), Math.Abs(c));
                Set(y, x, ring is not (2 or 4));
            }
        }
    }

    /// <summary>Error correction M and the mask, twice, with their BCH code.</summary>
    private void Format(int mask)
    {
        var rest = mask;
        for (var i = 0; i < 10; i++) rest = rest << 1 ^ (rest >> 9) * 0x537;
        var bits = (mask << 10 | rest) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var dark = (bits >> i & 1) == 1;
            // Down column 8 and along row 8 around the upper left finder, past the timing patterns.
            if (i < 6) Set(i, 8, dark);
            else if (i < 8) Set(i + 1, 8, dark);
            else if (i == 8) Set(8, 7, dark);
            else Set(8, 14 - i, dark);
            if (i < 8) Set(8, _size - 1 - i, dark);
            else Set(_size - 15 + i, 8, dark);
        }
        Set(_size - 8, 8, true);
    }

    private void VersionBits(int version)
    {
        var rest = version;
        for (var i = 0; i < 12; i++) rest = rest << 1 ^ (rest >> 11) * 0x1F25;
        var bits = version << 12 | rest;
        for (var i = 0; i < 18; i++)
        {
            var dark = (bits >> i & 1) == 1;
            Set(_size - 11 + i % 3, i / 3, dark);
            Set(i / 3, _size - 11 + i % 3, dark);
        }
    }

    /// <summary>Up and down in columns of two from the right, past the vertical timing pattern.</summary>
    private void Fill(byte[] codewords, int mask)
    {
        var bit = 0;
        for (var right = _size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            var up = (right + 1 & 2) == 0;
            for (var step = 0; step < _size; step++)
            {
                var row = up ? _size - 1 - step : step;
                for (var column = right; column > right - 2; column--)
                {
                    if (_fixed[row, column]) continue;
                    var dark = bit < 8 * codewords.Length && (codewords[bit / 8] >> 7 - bit % 8 & 1) == 1;
                    Dark[row, column] = dark ^ Masks(mask, row, column);
                    bit++;
                }
            }
        }
    }

    private static bool Masks(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => (row / 2 + column / 3) % 2 == 0,
        5 => row * column % 2 + row * column % 3 == 0,
        6 => (row * column % 2 + row * column % 3) % 2 == 0,
        _ => ((row + column) % 2 + row * column % 3) % 2 == 0,
    };

    private int Judge()
    {
        var (penalty, dark) = (0, 0);
        for (var i = 0; i < _size; i++)
        {
            penalty += Line(j => Dark[i, j]) + Line(j => Dark[j, i]);
            for (var j = 0; j < _size; j++)
            {
                if (Dark[i, j]) dark++;
                if (i > 0 && j > 0 && Dark[i, j] == Dark[i - 1, j] && Dark[i, j] == Dark[i, j - 1] && Dark[i, j] == Dark[i - 1, j - 1]) penalty += 3;
            }
        }
        var total = _size * _size;
        return penalty + 10 * ((Math.Abs(20 * dark - 10 * total) + total - 1) / total - 1 is var steps and > 0 ? steps : 0);
    }

    /// <summary>Runs of five or more alike, and what looks like a finder.</summary>
    private int Line(Func<int, bool> at)
    {
        var (penalty, run, last) = (0, 0, 0);
        for (var i = 0; i < _size; i++)
        {
            run = i > 0 && at(i) == at(i - 1) ? run + 1 : 1;
            if (run == 5) penalty += 3;
            else if (run > 5) penalty++;
            last = (last << 1 | (at(i) ? 1 : 0)) & 0x7FF;
            if (i >= 10 && last is 0b00001011101 or 0b10111010000) penalty += 40;
        }
        return penalty;
    }
}
