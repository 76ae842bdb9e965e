namespace ServiceMesh.Sla.Money;

/// <summary>Everything about money over HTTP.</summary>
public static class MoneyEndpoints
{
    public static IEndpointRouteBuilder MapMoney(this IEndpointRouteBuilder app) => app.MapCredits().MapCharges().MapStatements();
}
