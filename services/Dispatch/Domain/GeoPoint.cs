namespace ServiceMesh.Dispatch.Domain;

/// <summary>A place on earth, in degrees (WGS 84).</summary>
public sealed record GeoPoint(double Latitude, double Longitude)
{
    private const double EarthMetres = 6_371_000;

    /// <summary>Whether there is such a place.</summary>
    public bool IsReal => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;

    /// <summary>The way over the surface, in metres.</summary>
    public double MetresTo(GeoPoint other)
    {
        var (a, b) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var h = Math.Pow(Math.Sin((b - a) / 2), 2)
            + Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2), 2);
        return 2 * EarthMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
