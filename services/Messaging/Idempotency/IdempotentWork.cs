using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Messaging;

internal sealed class IdempotentWork(IWorkFactory works, IOptions<JsonOptions> json) : IIdempotentWork
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    private const string Lock = "SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3, 7222))";

    private const string Find = """
        SELECT request_hash, status, body, location FROM messaging.idempotency_keys
        WHERE tenant = $1 AND route = $2 AND key = $3 AND created_at > clock_timestamp() - interval '24 hours'
        """;

    private const string Store = """
        INSERT INTO messaging.idempotency_keys (tenant, route, key, request_hash, status, body, location) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant, route, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status,
            body = excluded.body, location = excluded.location, created_at = clock_timestamp()
        """;

    public async Task<IResult> RunAsync(HttpContext http, Caller caller, Func<Work, CancellationToken, Task<Reply>> action)
    {
        var ct = http.RequestAborted;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length > LongestKey) throw Problems.Invalid("idempotency.key-invalid", $"{Header} has at most {LongestKey} characters.");

        await using var work = await works.BeginAsync(ct);
        if (key.Length == 0)
        {
            var answer = await action(work, ct);
            await work.CommitAsync(ct);
            return new StoredResult(answer.Status, Serialize(answer.Body), answer.Location);
        }

        var (tenant, route) = (caller.Tenant, $"{http.Request.Method} {http.Request.Path}");
        var hash = await HashAsync(http.Request, ct);
        if (await RepeatedAsync(work, tenant, route, key, hash, ct) is { } stored) return stored;
        var reply = await action(work, ct);
        var body = Serialize(reply.Body);
        await using (var store = Command(Store, work, tenant, route, key))
        {
            store.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
            store.Parameters.Add(new NpgsqlParameter<int> { TypedValue = reply.Status });
            store.Parameters.Add(new() { Value = (object?)body ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            store.Parameters.Add(new() { Value = (object?)reply.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await store.ExecuteNonQueryAsync(ct);
        }
        await work.CommitAsync(ct);
        return new StoredResult(reply.Status, body, reply.Location);
    }

    private static async Task<IResult?> RepeatedAsync(Work work, string tenant, string route, string key, byte[] hash, CancellationToken ct)
    {
        // The lock first, in a statement of its own: the look-up's snapshot must be younger than the commit that released it.
        await using (var take = Command(Lock, work, tenant, route, key))
        {
            if (!(bool)(await take.ExecuteScalarAsync(ct))!)
                throw new ProblemException(409, "idempotency.in-progress", "A request with this Idempotency-Key is being worked on.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
        await using var find = Command(Find, work, tenant, route, key);
        await using var reader = await find.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        if (!reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(hash))
            throw new ProblemException(422, "idempotency.key-reused", "This Idempotency-Key was used with another request.");
        return new StoredResult(reader.GetInt32(1), await reader.IsDBNullAsync(2, ct) ? null : reader.GetString(2), await reader.IsDBNullAsync(3, ct) ? null : reader.GetString(3));
    }

    private static NpgsqlCommand Command(string sql, Work work, params ReadOnlySpan<string> texts)
    {
        var command = new NpgsqlCommand(sql, work.Connection, work.Transaction);
        foreach (var text in texts) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        return command;
    }

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.Body.CanSeek) request.Body.Position = 0;
        return await SHA256.HashDataAsync(request.Body, ct);
    }

    private string? Serialize(object? body) =>
        body is null ? null : JsonSerializer.Serialize(body, body.GetType(), json.Value.SerializerOptions);

    private sealed class StoredResult(int status, string? body, string? location) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            if (location is not null) response.Headers.Location = location;
            if (body is null) return;
            response.ContentType = "application/json; charset=utf-8";
            await response.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
