using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

/// <summary>Who may change master data.</summary>
internal static class MasterDataRoles
{
    /// <summary>Customers, contacts and assets: whoever talks to customers.</summary>
    public static string[] Customers { get; } = [Roles.Agent, Roles.Dispatcher, Roles.Manager, Roles.Admin];

    /// <summary>Products and contracts: what was sold.</summary>
    public static string[] Commerce { get; } = [Roles.Manager, Roles.Admin];
}
