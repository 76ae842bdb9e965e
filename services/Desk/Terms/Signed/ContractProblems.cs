namespace ServiceMesh.Desk.Terms;

/// <summary>What the service says of a contract, at the field that it is about.</summary>
internal static class ContractProblems
{
    private const string Amount = "An amount from 0 to 1,000,000,000,000 with at most four decimals is wanted.";

    /// <summary>Null when it is about no field.</summary>
    public static FieldErrors? Of(GatewayException e) => e.Code switch
    {
        "contract.ends-before-start" => At("endsOn", "It ends before it starts."),
        "contract.currency-missing" => At("currency", "An amount needs its currency."),
        "contract.number-taken" => At("number", "Another contract has this number."),
        "customer.unknown" => At("customerId", "Choose a customer."),
        "product.unknown" => At("productIds", "One of these products is not there any more."),
        _ => FieldErrors.From(e) is { } errors ? new(errors.ByPath.Select(Said).DistinctBy(s => s.Key).ToDictionary()) : null,
    };

    // The service names its own bounds; here they are said as everywhere else in the Desk.
    private static KeyValuePair<string, string[]> Said(KeyValuePair<string, string[]> error)
    {
        var path = char.ToLowerInvariant(error.Key[0]) + error.Key[1..];
        string? says = path switch
        {
            "number" => "A number of 1 to 64 characters is wanted.",
            "serviceLevel" => "1 to 64 lower-case letters, digits and hyphens, starting with a letter or digit, are wanted.",
            "monthlyFee" or "casePrice" => Amount,
            "monthlyCreditCapPercent" => "A percentage from 0 to 100 with at most four decimals is wanted.",
            "currency" => "A currency of ISO 4217 like CNY is wanted.",
            "caseLimit" => "1 to 1,000,000 cases are wanted, or nothing for any number.",
            "visitLimit" => "1 to 1,000,000 visits are wanted, or nothing for any number.",
            "plan" => "At most 64 characters are possible.",
            _ => null,
        };
        return new(path, says is null ? error.Value : [says]);
    }

    private static FieldErrors At(string path, string says) => new(new Dictionary<string, string[]> { [path] = [says] });
}
