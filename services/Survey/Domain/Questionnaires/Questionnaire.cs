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
/// <param name="Brand">The name customers know the tenant by.</param>
public sealed record Scope(string? WorkType, Guid? ProductId, string? Brand)
{
    public bool Matches(string workType, Guid? product, string brand) =>
        (WorkType is null || string.Equals(WorkType, workType, StringComparison.OrdinalIgnoreCase))
        && (ProductId is null || ProductId == product)
        && (Brand is null || string.Equals(Brand, brand, StringComparison.OrdinalIgnoreCase));

    /// <summary>The product says most, then the work type, then the brand.</summary>
    public int Weight => (ProductId is null ? 0 : 4) + (WorkType is null ? 0 : 2) + (Brand is null ? 0 : 1);
}

/// <summary>Chooses what to ask about a ticket.</summary>
public static class Choosing
{
    /// <summary>The one that says most about the ticket; of equals the first by name. Null when none matches: the shipped one is asked then.</summary>
    public static T? Best<T>(IEnumerable<(T Item, string Name, Scope Scope)> all, string workType, Guid? product, string brand) where T : class =>
        all.Where(q => q.Scope.Matches(workType, product, brand)).OrderByDescending(q => q.Scope.Weight).ThenBy(q => q.Name, StringComparer.Ordinal)
            .Select(q => q.Item).FirstOrDefault();
}
