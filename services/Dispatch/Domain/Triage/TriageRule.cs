using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Triage;

/// <summary>What a condition looks at.</summary>
public enum ConditionField
{
    Channel,
    ChannelId,
    Kind,
    WorkType,
    Category,
    Impact,
    Urgency,

    /// <summary>The customer's id.</summary>
    Customer,
    CustomerName,
    ContactEmail,
    Language,

    /// <summary>The product's id.</summary>
    Product,
    ProductName,

    /// <summary>The asset's id.</summary>
    Asset,

    /// <summary>The contract's id.</summary>
    Contract,
    ServiceLevel,
    Entitlement,
    ExternalReference,
    Subject,

    /// <summary>Subject and text.</summary>
    Text,

    /// <summary>The local time of the opening, in the tenant's zone.</summary>
    LocalTime,

    /// <summary>The local day of the opening: <c>monday</c> to <c>sunday</c>.</summary>
    Weekday,

    /// <summary>The key of the class of request in the service catalogue, such as <c>fault</c> or <c>upgrade</c>.</summary>
    RequestClass,
}

/// <summary>How it looks.</summary>
public enum ConditionOp
{
    /// <summary>One of the values, without regard to case.</summary>
    Is,
    IsNot,

    /// <summary>Holds one of the values, without regard to case.</summary>
    Contains,
    ContainsNot,

    /// <summary>Fits one of the values as a regular expression, without regard to case and in linear time.</summary>
    Matches,

    /// <summary>Local times: within one of the spans <c>HH:mm-HH:mm</c>; the end is not part of it, and a span may pass midnight.</summary>
    Within,
    IsSet,
    IsNotSet,
}

/// <summary>One condition.</summary>
/// <param name="Values">1 to 50 of at most 500 characters; none for <c>isSet</c> and <c>isNotSet</c>.</param>
public sealed record Condition(ConditionField Field, ConditionOp Op, string[]? Values = null);

/// <summary>What a rule decides.</summary>
public enum TriageField
{
    Category,
    WorkType,
    Impact,
    Urgency,
    Severity,
    Team,
    FaultClass,
    Tags,
}

/// <summary>What a rule sets; null leaves it as it is.</summary>
/// <param name="Category">The class of the request.</param>
/// <param name="Severity">1 to 5, in place of the matrix's.</param>
/// <param name="Tags">Added to those of other rules.</param>
public sealed record TriageOutcome(
    string? Category = null, WorkType? WorkType = null, Level? Impact = null, Level? Urgency = null, int? Severity = null, Guid? TeamId = null,
    string? FaultClass = null, string[]? Tags = null);

/// <summary>A rule: where all of <paramref name="All"/> and, if there are any, one of <paramref name="Any"/> hold, it sets what no rule before it has set.</summary>
/// <param name="Stop">No rule after it is looked at.</param>
public sealed record TriageRule(
    string Name, TriageOutcome Set, Condition[]? All = null, Condition[]? Any = null, bool Stop = false, bool Enabled = true);
