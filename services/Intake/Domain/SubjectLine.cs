namespace ServiceMesh.Intake.Domain;

/// <summary>Makes one short line of a text.</summary>
public static class SubjectLine
{
    /// <summary>The first line, at most <paramref name="longest"/> UTF-16 units, cut at a whole character with an ellipsis.</summary>
    public static string Of(string text, int longest)
    {
        var line = text.Trim().Split(['\r', '\n'], 2)[0].Replace('\t', ' ').Trim();
        if (line.Length <= longest)
            return line;
        var end = char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return line[..end] + "…";
    }
}
