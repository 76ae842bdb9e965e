namespace ServiceMesh.Messaging;

/// <summary>Begins transactions on the service's database.</summary>
public interface IWorkFactory
{
    Task<Work> BeginAsync(CancellationToken ct);
}
