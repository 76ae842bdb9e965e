using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>What the kinds that are signed by Standard Webhooks have in common.</summary>
internal static class StandardWebhook
{
    /// <summary>The id a sender gave to its webhook.</summary>
    public static string IdOf(PlatformRequest request) => request.Header("webhook-id");

    /// <summary>The body, when signature and time are right.</summary>
    public static ReadOnlyMemory<byte> Open(PlatformRequest request)
    {
        var (id, timestamp) = (IdOf(request), request.Header("webhook-timestamp"));
        if (request.IsHandshake || id.Length is 0 or > Limits.PlatformId
            || !WebhookSignature.Verify(request.Channel.Secret, id, timestamp, request.Body.Span, request.Header("webhook-signature")))
        {
            throw ChannelFaults.BadSignature();
        }

        return WebhookSignature.IsTimely(timestamp, request.Now) ? request.Body : throw ChannelFaults.OutsideWindow();
    }

    /// <summary>The body as an object whose attributes hold.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        var read = JsonSerializer.Deserialize<T>(body.Span, JsonDefaults.Options) ?? throw ChannelFaults.Malformed("The body is empty.");
        Validate(read);
        return read;
    }

    /// <summary>What the framework does for bound bodies, for those that are read by hand.</summary>
    public static void Validate(object body)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(body, new ValidationContext(body), faults, validateAllProperties: true))
            throw Problems.InvalidField(faults[0].MemberNames.FirstOrDefault() ?? "body", faults[0].ErrorMessage ?? "Not valid.");
    }
}
