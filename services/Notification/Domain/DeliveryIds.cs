namespace ServiceMesh.Notification.Domain;

/// <summary>What a delivery's id tells: it begins with the milliseconds of its making (UUIDv7).</summary>
public static class DeliveryIds
{
    /// <summary>When it was made, by the database's clock.</summary>
    public static DateTimeOffset MadeAt(Guid delivery)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(
            (long)bytes[0] << 40 | (long)bytes[1] << 32 | (long)bytes[2] << 24 | (long)bytes[3] << 16 | (long)bytes[4] << 8 | bytes[5]);
    }

    /// <summary>The smallest id of that millisecond.</summary>
    public static Guid First(DateTimeOffset madeAt)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = Math.Max(0, madeAt.ToUnixTimeMilliseconds());
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (40 - 8 * i));
        return new Guid(bytes, bigEndian: true);
    }
}
