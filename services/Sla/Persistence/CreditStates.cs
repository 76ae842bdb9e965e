using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Sla.Persistence;

/// <summary>How states of credits are written.</summary>
internal static class CreditStates
{
    public static string Name(CreditState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static CreditState Read(string name) => Enum.Parse<CreditState>(name, ignoreCase: true);
}
