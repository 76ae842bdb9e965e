namespace ServiceMesh.Survey.Domain.Qr;

/// <summary>Turns bytes into the codewords of a QR code: data, padding and Reed-Solomon correction, interleaved by blocks.</summary>
internal static class QrData
{
    private static readonly byte[] s_exp = new byte[512];
    private static readonly int[] s_log = new int[256];

    static QrData()
    {
        for (int i = 0, x = 1; i < 255; i++)
        {
            (s_exp[i], s_exp[i + 255], s_log[x]) = ((byte)x, (byte)x, i);
            x <<= 1;
            if (x > 255) x ^= 0x11D;
        }
    }

    public static byte[] Codewords(byte[] bytes, QrVersion version)
    {
        var data = Data(bytes, version);
        var blocks = new List<(byte[] Data, byte[] Correction)>();
        var at = 0;
        foreach (var length in version.Blocks)
        {
            var block = data[at..(at + length)];
            blocks.Add((block, Correct(block, version.Correction)));
            at += length;
        }
        var all = new List<byte>();
        for (var i = 0; i < version.Blocks[^1]; i++) all.AddRange(blocks.Where(b => i < b.Data.Length).Select(b => b.Data[i]));
        for (var i = 0; i < version.Correction; i++) all.AddRange(blocks.Select(b => b.Correction[i]));
        return [.. all];
    }

    /// <summary>Mode, length, text, terminator, and padding up to the version's size.</summary>
    private static byte[] Data(byte[] bytes, QrVersion version)
    {
        var bits = new List<bool>();
        Put(0b0100, 4);
        Put(bytes.Length, version.LengthBits);
        foreach (var value in bytes) Put(value, 8);
        var room = 8 * version.DataCodewords;
        Put(0, Math.Min(4, room - bits.Count));
        Put(0, (8 - bits.Count % 8) % 8);
        for (var pad = 0xEC; bits.Count < room; pad ^= 0xEC ^ 0x11) Put(pad, 8);

        var data = new byte[version.DataCodewords];
        for (var i = 0; i < bits.Count; i++)
        {
            if (bits[i]) data[i / 8] |= (byte)(0x80 >> i % 8);
        }
        return data;

        void Put(int value, int length)
        {
            for (var i = length - 1; i >= 0; i--) bits.Add((value >> i & 1) == 1);
        }
    }

    /// <summary>The remainder of the block's polynomial divided by the generator of that degree.</summary>
    private static byte[] Correct(byte[] block, int degree)
    {
        var generator = new byte[] { 1 };
        for (var i = 0; i < degree; i++)
        {
            var next = new byte[generator.Length + 1];
            for (var j = 0; j < generator.Length; j++)
            {
                next[j] ^= generator[j];
                next[j + 1] ^= Times(generator[j], s_exp[i]);
            }
            generator = next;
        }
        var rest = new byte[block.Length + degree];
        block.CopyTo(rest, 0);
        for (var i = 0; i < block.Length; i++)
        {
            var lead = rest[i];
            for (var j = 0; lead != 0 && j <= degree; j++) rest[i + j] ^= Times(generator[j], lead);
        }
        return rest[block.Length..];
    }

    private static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : s_exp[s_log[a] + s_log[b]];
}
