namespace ServiceMesh.Survey.Domain.Qr;

/// <summary>How a size of QR code is laid out at error correction M.</summary>
/// <param name="Number">1 to 10.</param>
/// <param name="Correction">Codewords of error correction in each block.</param>
/// <param name="Blocks">Data codewords of each block, the shorter first.</param>
/// <param name="Alignment">Rows and columns where alignment patterns have their middle.</param>
internal sealed record QrVersion(int Number, int Correction, int[] Blocks, int[] Alignment)
{
    private static readonly QrVersion[] s_all =
    [
        new(1, 10, [16], []),
        new(2, 16, [28], [6, 18]),
        new(3, 26, [44], [6, 22]),
        new(4, 18, [32, 32], [6, 26]),
        new(5, 24, [43, 43], [6, 30]),
        new(6, 16, [27, 27, 27, 27], [6, 34]),
        new(7, 18, [31, 31, 31, 31], [6, 22, 38]),
        new(8, 22, [38, 38, 39, 39], [6, 24, 42]),
        new(9, 22, [36, 36, 36, 37, 37], [6, 26, 46]),
        new(10, 26, [43, 43, 43, 43, 44], [6, 28, 50]),
    ];

    public int Size => 17 + 4 * Number;

    /// <summary>Bits that say how long the text is.</summary>
    public int LengthBits => Number < 10 ? 8 : 16;

    public int DataCodewords => Blocks.Sum();

    /// <summary>The smallest that holds so many bytes; null when none does.</summary>
    public static QrVersion? Smallest(int bytes) => Array.Find(s_all, v => 4 + v.LengthBits + 8 * bytes <= 8 * v.DataCodewords);
}
