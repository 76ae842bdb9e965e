using System.Globalization;
using System.Text;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>
/// Text as the words that a search compares: Latin words and numbers as they are, Chinese, Japanese and Korean text as its pairs of
/// characters, since it has no blanks and PostgreSQL's own parser would take a whole sentence for one word.
/// </summary>
internal static class SearchWords
{
    private const int Longest = 40;

    /// <summary>Too frequent to say anything.</summary>
    private static readonly HashSet<string> s_stop = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "cannot", "did", "do", "does", "for", "from", "get", "has", "have", "he",
        "hello", "hi", "how", "i", "if", "in", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "please", "she", "so", "that",
        "the", "their", "them", "there", "they", "this", "to", "us", "was", "we", "were", "what", "when", "which", "will", "with", "you", "your",
        "我们", "你们", "您好", "你好", "请问", "谢谢", "一下", "这个", "那个", "可以", "不能", "没有", "现在", "问题",
    };

    /// <summary>Each word once, in the order of its first appearance.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="most">No more than so many.</param>
    public static IReadOnlyList<string> Of(string? text, int most)
    {
        var words = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var run = new StringBuilder();
        var wide = false;
        foreach (var rune in (text ?? "").Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (words.Count >= most) break;
            var isWide = IsWide(rune);
            if (!isWide && !Rune.IsLetterOrDigit(rune))
            {
                End();
                continue;
            }

            if (run.Length > 0 && wide != isWide) End();
            wide = isWide;
            run.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        End();
        return words.Count > most ? words[..most] : words;

        void End()
        {
            var word = run.ToString();
            run.Clear();
            if (!wide) Add(word);
            else if (word.Length == 1) Add(word);
            else
                foreach (var pair in Pairs(word)) Add(pair);
        }

        void Add(string word)
        {
            if (word.Length is > 0 and <= Longest && !s_stop.Contains(word) && known.Add(word)) words.Add(word);
        }
    }

    private static IEnumerable<string> Pairs(string word)
    {
        var runes = word.EnumerateRunes().Select(r => r.ToString()).ToList();
        if (runes.Count == 1) yield return word;
        for (var i = 1; i < runes.Count; i++) yield return runes[i - 1] + runes[i];
    }

    private static bool IsWide(Rune r) =>
        Rune.GetUnicodeCategory(r) == UnicodeCategory.OtherLetter
        && r.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x323AF);
}
