using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServiceMesh.Survey.Domain.Sending;

/// <summary>Picks so many of a hundred tickets, always the same ones: trying again, or another instance, picks no others.</summary>
public static class Sampling
{
    public const string ForSurveys = "survey";
    public const string ForCalls = "call";

    /// <param name="purpose">Different purposes pick independently of each other.</param>
    public static bool Picks(Guid ticket, int percent, string purpose)
    {
        if (percent >= 100) return true;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}/{ticket:N}"));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 10_000 < percent * 100;
    }
}
