using System.Security.Cryptography;
using ServiceMesh.Traffic.Platforms;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Two callers on the hotline that ServiceMesh leads itself: one whose system is down gets the engineer on duty, the other is called back.</summary>
internal static class VoiceMenu
{
    private const string Duty = "+8613700000881";
    private const string Stranger = "+8613922228814";

    /// <summary>The digits of the contract SVC-880-4471.</summary>
    private const string ContractDigits = "8804471";

    public static async Task PlayAsync(Scene scene, Client client, string hotline, CancellationToken ct)
    {
        var door = await scene.Doors.OpenAsync("twilio", "Voice hotline 语音热线 (demo)", () => new Dictionary<string, string>
        {
            ["accountSid"] = "AC" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), ["authToken"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ["dutyNumbers"] = Duty, ["waitSeconds"] = "20",
        }, ct);
        await ReachTheEngineerAsync(scene, Line(client.Phone.Replace(" ", "", StringComparison.Ordinal)), client, ct);
        await BeCalledBackAsync(scene, Line(Stranger), client, ct);

        Telephone Line(string from) => new(scene.Gateway, new Uri(door.WebhookUrl), door.Settings["accountSid"], door.Settings["authToken"], from, hotline);
    }

    private static async Task ReachTheEngineerAsync(Scene scene, Telephone line, Client client, CancellationToken ct)
    {
        var greeting = await line.RingAsync(ct);
        var question = await line.PressAsync(greeting, "1", ct);
        scene.Tell($"the hotline asks {client.ContactName}: {Telephone.Said(question)}");
        var dialling = await line.PressAsync(question, "1", ct);
        await line.AnswerAsync(dialling, ct);
        await line.DialledAsync(dialling, "completed", ct);
        await line.HangUpAsync(ct);
        var row = await scene.OnBoardAsync("系统停机", "hotline", ct);
        scene.Keep("voice", row.Id);
        scene.Tell($"the caller pressed 1 for 'system down' and talked to {Duty}: {row.Number}, severity {row.Severity}");
        scene.SeeTicket("a call led by the hotline: language, 'system down' by keypress, the engineer on duty", row.Id);
    }

    private static async Task BeCalledBackAsync(Scene scene, Telephone line, Client client, CancellationToken ct)
    {
        var greeting = await line.RingAsync(ct);
        var asked = await line.PressAsync(greeting, "2", ct);
        // A number that nobody knows: the contract is asked for.
        var question = await line.PressAsync(asked, ContractDigits, ct);
        var dialling = await line.PressAsync(question, "2", ct);
        var offer = await line.DialledAsync(dialling, "no-answer", ct);
        var promise = await line.PressAsync(offer, "1", ct);
        await line.HangUpAsync(ct);
        var row = await Scene.UntilAsync("the callback on the board", async () => await scene.OnBoardAsync(client.Name, "hotline", ct) is { Kind: "callback" } found ? found : null, ct);
        scene.Keep("callback", row.Id);
        scene.Tell($"nobody answers the second caller, who is told: {Telephone.Said(promise)}");
        scene.SeeTicket("a caller known by the contract's digits, who wants to be called back", row.Id);
    }
}
