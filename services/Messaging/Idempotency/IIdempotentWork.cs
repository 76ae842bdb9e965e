using Microsoft.AspNetCore.Http;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Messaging;

/// <summary>
/// Runs a creating request in one work and honours the header <c>Idempotency-Key</c> (at most 200 characters, kept 24 hours per
/// tenant, route and key together with a hash of the request). The same request again gets the stored answer; another body under
/// the same key is 422 <c>idempotency.key-reused</c>, a concurrent use 409 <c>idempotency.in-progress</c>.
/// </summary>
public interface IIdempotentWork
{
    Task<IResult> RunAsync(HttpContext http, Caller caller, Func<Work, CancellationToken, Task<Reply>> action);
}
