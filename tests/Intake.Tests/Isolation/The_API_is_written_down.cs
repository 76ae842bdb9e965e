using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Isolation;

/// <summary>docs/api/intake.json is the contract: what changes there changes for integrations, and is seen in the review.</summary>
public sealed class The_API_is_written_down(IntakeHost host)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task And_is_what_the_document_in_the_repository_says()
    {
        var path = TestPaths.In("docs", "api", "intake.json");
        var document = JsonNode.Parse(await host.Anonymous().GetStringAsync("/openapi/v1.json"))!.AsObject();
        // Where it runs is no part of the contract.
        document.Remove("servers");
        var text = document.ToJsonString(s_indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        Assert.True(File.Exists(path), "docs/api/intake.json is missing: UPDATE_DOCS=1 writes it.");
        Assert.True(text == await File.ReadAllTextAsync(path), "The API is not what docs/api/intake.json says. If that is meant, UPDATE_DOCS=1 writes it anew; fields and addresses are only ever added.");
    }

    [Fact]
    public async Task With_every_address_of_before()
    {
        // An address or answer that an integration may use is never taken away, whatever is written anew.
        var document = await host.Anonymous().FetchAsync("/openapi/v1.json");
        string[] promised =
        [
            "post /api/v1/tickets", "get /api/v1/tickets", "get /api/v1/tickets/{id}", "post /api/v1/tickets/{id}/messages", "get /api/v1/tickets/{id}/messages", "post /api/v1/tickets/{id}/notes",
            "post /api/v1/tickets/{id}/close-request", "post /api/v1/tickets/{id}/reopen-request", "post /api/v1/tickets/{id}/merge", "post /api/v1/tickets/{id}/unmerge", "post /api/v1/tickets/attachments",
            "get /api/v1/tickets/{id}/attachments/{attachmentId}", "post /api/v1/customers", "post /api/v1/contacts", "post /api/v1/products", "post /api/v1/assets", "post /api/v1/contracts", "post /api/v1/channels",
            "post /webhooks/{channelId}/messages", "post /webhooks/{channelId}/calls", "get /api/v1/progress/{token}/conversation", "post /api/v1/progress/{token}/messages",
            "post /chat/{channelId}/messages", "get /chat/{channelId}/messages", "get /api/v1/request-classes",
        ];
        var paths = document.GetProperty("paths");
        Assert.All(promised.Select(p => p.Split(' ')), p => Assert.True(paths.TryGetProperty(p[1], out var path) && path.TryGetProperty(p[0], out _), $"{p[0]} {p[1]} is gone."));
    }
}
