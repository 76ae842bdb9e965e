using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Messaging;

/// <summary>Keeps the body of a request with an Idempotency-Key readable a second time: its hash is stored with the key.</summary>
internal sealed class BufferKeyedRequests : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, pipeline) =>
        {
            if (context.Request.Headers.ContainsKey(IdempotentWork.Header)) context.Request.EnableBuffering();
            return pipeline(context);
        });
        next(app);
    };
}
