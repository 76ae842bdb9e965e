using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Testing;
using Testcontainers.RabbitMq;

namespace ServiceMesh.AppHost.Tests.Documents;

/// <summary>Whatever a stand-in offers, its README names, with the real package's source file beside it.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Every_signature_of_the_stand_ins_is_listed()
    {
        var readme = File.ReadAllText(TestPaths.In("standins", "README.md"));
        var missing = new[] { typeof(DistributedApplication), typeof(OpenTelemetryServicesExtensions), typeof(RabbitMqBuilder) }
            .SelectMany(t => Signatures(t.Assembly))
            .Where(s => !readme.Contains($"`{s}`", StringComparison.Ordinal))
            .ToList();
        Assert.True(missing.Count == 0, "standins/README.md lacks:\n" + string.Join('\n', missing));
    }

    private static IEnumerable<string> Signatures(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let text = member switch
        {
            ConstructorInfo c => $"{Name(type)}({Parameters(c)})",
            MethodInfo { IsSpecialName: false, IsVirtual: false } m => $"{Name(type)}.{Name(m)}({Parameters(m)})",
            MethodInfo { IsSpecialName: false } m when m.GetBaseDefinition() == m && !IsCompilers(m) => $"{Name(type)}.{Name(m)}({Parameters(m)})",
            PropertyInfo p => $"{Name(type)}.{p.Name}",
            FieldInfo { IsSpecialName: false } f => $"{Name(type)}.{f.Name}",
            _ => null,
        }
        where text is not null
        select text;

    /// <summary>What the compiler adds to records and structs is no surface of ours.</summary>
    private static bool IsCompilers(MethodInfo m) =>
        m.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" || m.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)));

    private static string Name(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : method.Name;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
