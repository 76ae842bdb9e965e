namespace ServiceMesh.Notification.Forgetting;

/// <summary>What is left of a message that is forgotten: that it was sent, about what, by which way, and how it went, with its times. Neither words nor whom.</summary>
internal static class Forgotten
{
    /// <summary>
    /// The part of an UPDATE of deliveries <c>d</c> that forgets them at <c>$1</c>. The recipient, which is part of what makes a message unique, becomes the message's own id; an endpoint's id
    /// stays.
    /// </summary>
    public const string Set = """
        subject = '', body_text = '', body_html = NULL, masked_link = NULL, sealed_token = NULL, facts = NULL, recipient_name = NULL, person = NULL, mentions = NULL,
        recipient = CASE WHEN d.channel IN ('webhook', 'robot') THEN d.recipient ELSE d.id::text END,
        history = (SELECT coalesce(jsonb_agg(h - 'reason' - 'by' ORDER BY n), '[]') FROM jsonb_array_elements(d.history) WITH ORDINALITY AS a (h, n)), forgotten_at = $1
        """;
}
