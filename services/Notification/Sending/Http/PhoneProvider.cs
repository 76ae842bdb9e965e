using System.Net.Http.Headers;
using System.Text;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending.Http;

/// <summary>Twilio's form of a request, which other providers copy: form fields, basic authentication, 201 for taken.</summary>
internal static class PhoneProvider
{
    /// <summary>POST {base}/2010-04-01/Accounts/{account}/{resource}.json</summary>
    public static HttpRequestMessage Twilio(ProviderAccess provider, string baseUrl, string? token, string resource, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var account = provider.Account ?? "";
        var request = new HttpRequestMessage(HttpMethod.Post, $"{baseUrl.TrimEnd('/')}/2010-04-01/Accounts/{Uri.EscapeDataString(account)}/{resource}.json")
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{token}")));
        return request;
    }

    /// <summary>Where the provider may tell what becomes of the message; null where it could not reach us.</summary>
    public static string? StatusUrl(ProviderAccess provider, Guid delivery, string publicUrl) =>
        Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) && url is { Scheme: "https", IsLoopback: false }
            ? $"{publicUrl.TrimEnd('/')}/callbacks/{provider.Id}?delivery={delivery:N}" : null;

    /// <summary>Where the key goes that somebody pressed in a call; null where the provider could not reach us.</summary>
    public static string? KeypressUrl(ProviderAccess provider, Guid delivery, string publicUrl) =>
        StatusUrl(provider, delivery, publicUrl) is { } url ? $"{url}&keypress=1" : null;

    /// <summary>A provider's refusal is for good, its refusal of our credentials is the operator's to mend.</summary>
    public static AttemptResult Judge(AttemptResult result) => result switch
    {
        { Failure: Failure.ReceiverError, Status: 401 or 403 } => result with { Failure = Failure.AuthenticationFailed },
        { Failure: Failure.ReceiverError, Status: >= 400 and < 500 and not (408 or 409) } => result with { Failure = Failure.Refused },
        { Failure: Failure.Gone } => result with { Failure = Failure.Refused },
        _ => result,
    };
}
