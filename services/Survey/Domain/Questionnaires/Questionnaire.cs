namespace ServiceMesh.Survey.Domain.Questionnaires;

/// <summary>What a customer is asked. A version never changes once it is stored.</summary>
public sealed record QuestionnaireBody
{
    /// <summary>The page's heading, at most 100 characters.</summary>
    public required LocalText Title { get; init; }

    /// <summary>A sentence below it; null for none. At most 300 characters.</summary>
    public LocalText? Intro { get; init; }

    /// <summary>2 to 20.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }
}

/// <summary>One version of a questionnaire.</summary>
/// <param name="Id">The same for all versions; all zeros for the shipped one.</param>
/// <param name="Version">From 1.</param>
public sealed record Questionnaire(Guid Id, string Name, int Version, QuestionnaireBody Body);

/// <summary>Which tickets a questionnaire is for; what is null matches everything.</summary>
/// <param name="WorkType"><c>support</c> or <c>maintenance</c>.</param>
/// <param name="Brand">The code of a brand, or the name customers know the tenant by where a ticket's product has no brand.</param>
public sealed record Scope(string? WorkType, Guid? ProductId, string? Brand)
{
    public bool Matches(string workType, Guid? product, string brand) =>
        (WorkType is null || string.Equals(WorkType, workType, StringComparison.OrdinalIgnoreCase))
        && (ProductId is null || ProductId == product)
        && (Brand is null || string.Equals(Brand, brand, StringComparison.OrdinalIgnoreCase));

    /// <summary>The product says most, then the work type, then the brand.</summary>
    public int Weight => (ProductId is null ? 0 : 4) + (WorkType is null ? 0 : 2) + (Brand is null ? 0 : 1);

    /// <summary>What it names, what says most first: <c>product</c>, <c>workType</c>, <c>brand</c>; empty for all tickets.</summary>
    public IReadOnlyList<string> Names { get; } =
        [.. new[] { ProductId is null ? null : "product", WorkType is null ? null : "workType", Brand is null ? null : "brand" }.OfType<string>()];
}

/// <summary>A questionnaire that fits a ticket.</summary>
/// <param name="By">What it was chosen by, see <see cref="Scope.Names"/>.</param>
public sealed record Fit<T>(T Item, string Name, IReadOnlyList<string> By);

/// <summary>Chooses what to ask about a ticket.</summary>
public static class Choosing
{
    /// <summary>Those that fit the ticket, what says most about it first; of equals the first by name. When none does, the shipped one is asked.</summary>
    public static IReadOnlyList<Fit<T>> Rank<T>(IEnumerable<(T Item, string Name, Scope Scope)> all, string workType, Guid? product, string brand) where T : class =>
        [.. all.Where(q => q.Scope.Matches(workType, product, brand)).OrderByDescending(q => q.Scope.Weight).ThenBy(q => q.Name, StringComparer.Ordinal)
            .Select(q => new Fit<T>(q.Item, q.Name, q.Scope.Names))];
}
