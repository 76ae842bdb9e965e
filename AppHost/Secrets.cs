using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using ServiceMesh.NativeServers;

namespace ServiceMesh.AppHost;

/// <summary>The application's own secrets: from the configuration (<c>Parameters:name</c>), else generated at the first start into files of mode 0600.</summary>
internal sealed class Secrets(IDistributedApplicationBuilder builder, DataDirectory data)
{
    /// <summary>The gateway's private key, PEM, EC P-256.</summary>
    public IResourceBuilder<ParameterResource> SigningKey { get; } = Parameter(
        builder, data, "identity-signing-key", () => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem());

    /// <summary>Its public half, PEM, by which services know the gateway.</summary>
    public IResourceBuilder<ParameterResource> PublicKey { get; } = Parameter(builder, data, "identity-public-key", () => PublicKeyOf(data));

    /// <summary>32 bytes, base64, that seal links between those that mint them and the notification service.</summary>
    public IResourceBuilder<ParameterResource> LinksKey { get; } = Parameter(
        builder, data, "links-key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The private key that signs the ends of the record's days, PEM, EC P-256: no database has it.</summary>
    public IResourceBuilder<ParameterResource> RecordKey { get; } = Parameter(
        builder, data, "record-signing-key", () => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem(), "Record:SigningKey");

    /// <summary>The first administrator's password, to be changed at the first sign-in.</summary>
    public IResourceBuilder<ParameterResource> AdminPassword { get; } = Parameter(builder, data, "admin-password", PrivateFile.NewPassword, "Admin:Password");

    /// <summary>The first administrator's e-mail address, by which they sign in.</summary>
    public string AdminEmail { get; } = builder.Configuration["Admin:Email"] ?? "admin@servicemesh.local";

    private static IResourceBuilder<ParameterResource> Parameter(
        IDistributedApplicationBuilder builder, DataDirectory data, string name, Func<string> generate, string? setting = null)
    {
        if (builder.ExecutionContext.IsPublishMode) return builder.AddParameter(name, secret: true);
        var value = setting is null ? null : builder.Configuration[setting];
        return builder.AddParameter(name, value ?? data.Secret(name, generate), secret: true);
    }

    private static string PublicKeyOf(DataDirectory data)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(data.Secret("identity-signing-key", () => throw new InvalidOperationException("The signing key comes first.")));
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
