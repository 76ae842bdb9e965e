namespace ServiceMesh.Messaging;

internal sealed class WorkFactory(WorkServices services) : IWorkFactory
{
    public Task<Work> BeginAsync(CancellationToken ct) => Work.BeginAsync(services, ct);
}
