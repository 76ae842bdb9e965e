using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests;

/// <summary>One tenant and what tests do in it.</summary>
public sealed class Vendor(DispatchApp app, string tenant)
{
    private long _sequence;

    public string Tenant => tenant;

    /// <summary>A list in a request's body.</summary>
    public static T[] List<T>(params T[] items) => items;

    /// <summary>A client with these roles; staff with every working role when none are given.</summary>
    public HttpClient As(string[]? roles = null, Guid? account = null, string kind = "staff", Guid? contact = null)
    {
        var client = app.Client();
        client.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token(
            "dispatch", tenant, (account ?? Guid.CreateVersion7()).ToString(), "Ana",
            roles ?? [Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager], contact, kind));
        return client;
    }

    public TicketOpened Opening(Guid? id = null, string? category = null) => new()
    {
        Tenant = tenant,
        TicketId = id ?? Guid.CreateVersion7(),
        OccurredAt = DateTimeOffset.UtcNow,
        Number = $"T-20261122-{Interlocked.Increment(ref _sequence):000000}",
        Channel = Channel.Portal,
        Kind = TicketKind.Request,
        Subject = "Invoices cannot be posted",
        Language = "en",
        CustomerName = "Northwind",
        ContactEmail = "wei@example.com",
        Category = category,
        ProgressTokenHash = LinkTokens.Hash(Guid.CreateVersion7().ToString()),
        SealedProgressToken = "sealed",
    };

    /// <summary>Opens a ticket and returns its id.</summary>
    public async Task<Guid> OpenAsync(string? category = null)
    {
        var opening = Opening(category: category);
        await app.DeliverAsync(opening);
        return opening.AggregateId;
    }

    public async Task<Guid> TeamAsync(string name, params string[] categories) =>
        (await PostAsync("/api/v1/teams", new { name, categories })).GetProperty("id").GetGuid();

    public async Task<Guid> EngineerAsync(string name, Guid team, Guid? account = null, params string[] skills) =>
        (await PostAsync("/api/v1/engineers", new { name, language = "en", skills, teamIds = new[] { team }, accountId = account, email = $"{name}@example.com" }))
        .GetProperty("id").GetGuid();

    /// <summary>Acts on a ticket and returns the row; anything but 200 fails the test.</summary>
    public Task<JsonElement> ActAsync(Guid ticket, string action, object? body = null) =>
        PostAsync($"/api/v1/work/{ticket}/{action}", body ?? new { });

    /// <param name="empty">It answers nothing.</param>
    public async Task<JsonElement> PostAsync(string path, object body, bool empty = false)
    {
        using var client = As();
        using var response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return empty ? default : JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var client = As();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Expects a POST to be refused and returns the whole problem.</summary>
    public async Task<JsonElement> RefusalAsync(HttpStatusCode status, string path, object body)
    {
        using var client = As();
        using var response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> GetAsync(string path, HttpClient? client = null)
    {
        using var own = client is null ? As() : null;
        using var response = await (client ?? own!).GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement> DetailAsync(Guid ticket) => GetAsync($"/api/v1/work/{ticket}");

    /// <summary>Expects a problem and returns its code.</summary>
    public async Task<string?> ProblemAsync(HttpStatusCode status, HttpMethod method, string path, object? body, HttpClient? client = null, string? ifMatch = null)
    {
        using var own = client is null ? As() : null;
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await (client ?? own!).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
        return problem.GetProperty("code").GetString();
    }

    public Task<string?> RefusedAsync(HttpStatusCode status, Guid ticket, string action, object? body = null, HttpClient? client = null, string? ifMatch = null) =>
        ProblemAsync(status, HttpMethod.Post, $"/api/v1/work/{ticket}/{action}", body ?? new { }, client, ifMatch);

    public async Task<IReadOnlyList<T>> PublishedAsync<T>() where T : Event => [.. (await app.PublishedAsync(tenant)).OfType<T>()];
}
