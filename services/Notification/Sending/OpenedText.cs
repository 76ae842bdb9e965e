using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Sending;

/// <summary>Puts the open token into a message's link: only ever in what goes out.</summary>
internal static class OpenedText
{
    public static (string Text, string? Html) Of(Outgoing delivery, LinkTokens links)
    {
        if (delivery.SealedToken is null || delivery.MaskedLink is null) return (delivery.Text, delivery.Html);
        var link = string.Concat(delivery.MaskedLink.AsSpan(0, delivery.MaskedLink.LastIndexOf('/') + 1), links.Open(delivery.SealedToken));
        return (delivery.Text.Replace(delivery.MaskedLink, link, StringComparison.Ordinal), delivery.Html?.Replace(delivery.MaskedLink, link, StringComparison.Ordinal));
    }
}
