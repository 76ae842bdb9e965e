using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Preview;
using ServiceMesh.Sla.Http;

namespace ServiceMesh.Sla.Preview;

/// <summary>Trying a contract before it is signed.</summary>
public static class PreviewEndpoint
{
    public static IEndpointRouteBuilder MapPreview(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/sla/preview", Preview)
            .RequireRoles(Roles.Staff)
            .Produces<PreviewAnswer>()
            .ProducesProblem(400)
            .WithName("PreviewClocks")
            .WithTags("preview")
            .WithSummary("The clocks that a calendar, terms and a list of events would make, by the code that keeps real ones. Stores nothing. At most 5,000 events between 1970 and 2200; 400 names the field.");
        return app;
    }

    private static PreviewAnswer Preview(PreviewRequest request, DatabaseClock clock)
    {
        var errors = new List<FieldError>();
        var answer = PreviewEngine.Run(request, Instant.FromDateTimeOffset(clock.Now), errors);
        Fields.Refuse(errors);
        return answer!;
    }
}
