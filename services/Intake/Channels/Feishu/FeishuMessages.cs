using System.Text.Json.Serialization;

namespace ServiceMesh.Intake.Channels.Feishu;

/// <summary>The envelope of everything that Feishu sends to an application with an encrypt key.</summary>
internal sealed record FeishuEnvelope(string? Encrypt);

/// <summary>An event of schema 2.0, or the check of an address.</summary>
internal sealed record FeishuEvent
{
    public string? Type { get; init; }
    public string? Challenge { get; init; }

    /// <summary>The verification token of an address check; events carry it in their header.</summary>
    public string? Token { get; init; }
    public FeishuHeader? Header { get; init; }
    public FeishuEventBody? Event { get; init; }
}

internal sealed record FeishuHeader
{
    [JsonPropertyName("event_type")]
    public string? EventType { get; init; }
    public string? Token { get; init; }
}

internal sealed record FeishuEventBody(FeishuSender? Sender, FeishuMessage? Message);

internal sealed record FeishuSender
{
    [JsonPropertyName("sender_id")]
    public FeishuIds? SenderId { get; init; }

    /// <summary><c>user</c> for people.</summary>
    [JsonPropertyName("sender_type")]
    public string? SenderType { get; init; }
}

internal sealed record FeishuIds
{
    [JsonPropertyName("open_id")]
    public string? OpenId { get; init; }
}

internal sealed record FeishuMessage
{
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    /// <summary>Milliseconds since 1970, as text.</summary>
    [JsonPropertyName("create_time")]
    public string? CreateTime { get; init; }

    [JsonPropertyName("chat_id")]
    public string? ChatId { get; init; }

    [JsonPropertyName("message_type")]
    public string? MessageType { get; init; }

    /// <summary>JSON in a text; its shape depends on the type.</summary>
    public string? Content { get; init; }
    public IReadOnlyList<FeishuMention>? Mentions { get; init; }
}

/// <summary>Somebody mentioned: the key stands in the text.</summary>
internal sealed record FeishuMention(string? Key, string? Name);

/// <summary>The content of a message, all kinds together.</summary>
internal sealed record FeishuContent
{
    public string? Text { get; init; }
    public string? Title { get; init; }

    [JsonPropertyName("image_key")]
    public string? ImageKey { get; init; }

    [JsonPropertyName("file_key")]
    public string? FileKey { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    /// <summary>The paragraphs of a rich text.</summary>
    public IReadOnlyList<IReadOnlyList<FeishuPiece>>? Content { get; init; }
}

/// <summary>A piece of a rich text.</summary>
internal sealed record FeishuPiece
{
    public string? Text { get; init; }

    [JsonPropertyName("user_name")]
    public string? UserName { get; init; }

    [JsonPropertyName("image_key")]
    public string? ImageKey { get; init; }
}
