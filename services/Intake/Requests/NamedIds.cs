using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

/// <summary>Single items of a list, wanted by their ids: whoever keeps ids shows names by them.</summary>
internal static class NamedIds
{
    private const int Most = 200;

    /// <summary>Null when none are named; 400 above 200.</summary>
    public static Guid[]? Read(Guid[]? ids) => ids switch
    {
        null or [] => null,
        { Length: <= Most } => ids,
        _ => throw Problems.InvalidField("id", $"At most {Most} ids can be asked for at once."),
    };
}
