namespace ServiceMesh.ServiceDefaults;

/// <summary>The roles an account or API key can hold. <see cref="Staff"/> is every role but <see cref="Customer"/>.</summary>
public static class Roles
{
    public const string Agent = "agent";
    public const string Dispatcher = "dispatcher";
    public const string Engineer = "engineer";
    public const string Manager = "manager";
    public const string Ops = "ops";
    public const string Admin = "admin";
    public const string Customer = "customer";

    /// <summary>Everybody who works for the vendor.</summary>
    public static string[] Staff { get; } = [Agent, Dispatcher, Engineer, Manager, Ops, Admin];

    /// <summary>Every known role.</summary>
    public static string[] All { get; } = [.. Staff, Customer];
}
