using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceMesh.NativeServers;

/// <summary>Who may do everything on the broker, and in which virtual host.</summary>
/// <param name="User">The name.</param>
/// <param name="Password">The password.</param>
/// <param name="VirtualHost">The one virtual host, <c>/</c> for the usual one.</param>
/// <param name="Port">The port to take AMQP on; null for a free one that is kept.</param>
public sealed record BrokerOwner(string User, string Password, string VirtualHost, int? Port);

/// <summary>
/// The broker's users and permissions, in RabbitMQ's definitions format, loaded at every start. A service may use the
/// exchanges of the shared events and the queues that begin with its own name; another service's queues it can neither
/// read, fill, empty nor delete. docs/adr/0005-broker-users.md says why and what remains open.
/// </summary>
internal static class BrokerDefinitions
{
    public static string Build(BrokerOwner owner, IReadOnlyList<string> services, Func<string, string> password)
    {
        var users = services.Select(s => User(s, password(s), "")).Prepend(User(owner.User, owner.Password, "administrator"));
        var permissions = services.Select(s => Permission(s, owner.VirtualHost, OwnNames(s))).Prepend(Permission(owner.User, owner.VirtualHost, ".*"));
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["vhosts"] = new[] { new { name = owner.VirtualHost } },
            ["users"] = users,
            ["permissions"] = permissions,
        });
    }

    /// <summary>
    /// Its own queues and exchanges, and those of the message types: MassTransit names an exchange by namespace and type,
    /// and every consumer declares and binds it, so the types' exchanges are open to all services.
    /// </summary>
    private static string OwnNames(string service) => $@"^({service}([-_.].*)?|ServiceMesh\.Contracts.*|MassTransit:.*)$";

    private static object User(string name, string password, string tags) =>
        new { name, password_hash = Hash(password), hashing_algorithm = "rabbit_password_hashing_sha256", tags };

    private static object Permission(string user, string virtualHost, string names) =>
        new { user, vhost = virtualHost, configure = names, write = names, read = names };

    private static string Hash(string password)
    {
        // The salt comes from the password, so that every start writes the same definitions and changes nothing.
        var text = Encoding.UTF8.GetBytes(password);
        var salt = SHA256.HashData([.. "definitions"u8, .. text])[..4];
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. text])]);
    }
}
