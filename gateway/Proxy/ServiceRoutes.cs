using Yarp.ReverseProxy.Configuration;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>Which path belongs to which service, and who may use it. What is in no line belongs to the Desk.</summary>
internal static class ServiceRoutes
{
    public const string Desk = "desk";

    /// <summary>The services that have an API, and so an OpenAPI document.</summary>
    public static readonly string[] Services = ["intake", "dispatch", "sla", "notification", "survey", "insight"];

    private static readonly string[] Get = ["GET"];
    private static readonly string[] Post = ["POST"];

    private static readonly (string Cluster, string Prefix)[] SignedIn =
    [
        ("intake", "/api/v1/customers"), ("intake", "/api/v1/contacts"), ("intake", "/api/v1/products"), ("intake", "/api/v1/assets"),
        ("intake", "/api/v1/contracts"), ("intake", "/api/v1/channels"), ("intake", "/api/v1/tickets"), ("intake", "/api/v1/calls"),
        ("intake", "/api/v1/request-classes"),
        ("dispatch", "/api/v1/board"), ("dispatch", "/api/v1/work"), ("dispatch", "/api/v1/teams"), ("dispatch", "/api/v1/engineers"),
        ("dispatch", "/api/v1/triage"),
        ("dispatch", "/api/v1/maintenance"),
        ("sla", "/api/v1/sla"),
        ("notification", "/api/v1/notifications"), ("notification", "/api/v1/webhook-endpoints"),
        ("survey", "/api/v1/surveys"), ("survey", "/api/v1/follow-ups"),
        ("insight", "/api/v1/insight"),
    ];

    private static readonly (string Cluster, string Path, string[]? Methods)[] Anonymous =
    [
        ("intake", "/api/v1/progress/{token}/conversation", null),
        ("intake", "/api/v1/progress/{token}/messages", null),
        ("intake", "/api/v1/progress/{token}/close-request", Post),
        ("intake", "/api/v1/progress/{token}/reopen-request", Post),
        ("intake", "/api/v1/progress/{token}/attachments/{attachmentId}", Get),
        ("intake", "/chat/{channelId}/{**rest}", null),
        ("dispatch", "/api/v1/progress/{token}", Get),
        ("intake", "/webhooks/{channelId}/{**rest}", null),
        ("survey", "/s/{token}", null),
        ("dispatch", "/a/{token}", null),
        ("notification", "/u/{token}", null),
        ("notification", "/callbacks/{provider}", null),
        ("dispatch", "/ical/{token}", Get),
    ];

    /// <summary>Addresses that take files: larger bodies than elsewhere (1 MiB), as large as their service takes.</summary>
    private static readonly (string Cluster, string Path, string Policy, int MiB)[] Files =
    [
        ("intake", "/api/v1/customers/import", "default", 6), ("intake", "/api/v1/contacts/import", "default", 6), ("intake", "/api/v1/assets/import", "default", 6),
        ("intake", "/api/v1/products/import", "default", 6), ("intake", "/api/v1/contracts/import", "default", 6),
        ("intake", "/api/v1/tickets/attachments", "default", 21),
        ("intake", "/api/v1/progress/{token}/attachments", "anonymous", 21),
        ("intake", "/chat/{channelId}/attachments", "anonymous", 21),
        ("intake", "/webhooks/{channelId}/mail/{**rest}", "anonymous", 31),
        (Desk, "/p/{token}", "anonymous", 26),
        (Desk, "/portal/new", "anonymous", 26),
        (Desk, "/portal/tickets/{id}", "anonymous", 26),
    ];

    /// <summary>All routes, as YARP takes them.</summary>
    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        .. Files.Select(r => Route(r.Path, r.Cluster, r.Path, Post, r.Policy) with { MaxRequestBodySize = r.MiB * 1024L * 1024 }),
        .. SignedIn.Select(r => Route(r.Prefix, r.Cluster, r.Prefix + "/{**rest}", null, "default")),
        .. Anonymous.Select(r => Route(r.Path, r.Cluster, r.Path, r.Methods, "anonymous")),
        // A customer's own tickets, without a link: whoever asks must be signed in.
        Route("own-progress", "dispatch", "/api/v1/progress", Get, "default"),
        .. Services.Select(s => Route($"openapi-{s}", s, $"/openapi/{s}.json", Get, "anonymous") with
        {
            Transforms = [new Dictionary<string, string> { ["PathSet"] = "/openapi/v1.json" }],
        }),
        Route(Desk, Desk, "/{**rest}", null, "anonymous") with { Order = int.MaxValue },
    ];

    private static RouteConfig Route(string id, string cluster, string path, string[]? methods, string policy) => new()
    {
        RouteId = id,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path, Methods = methods },
        AuthorizationPolicy = policy,
    };
}
