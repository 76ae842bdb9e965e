namespace ServiceMesh.Intake.Domain;

/// <summary>What callers hear, in Chinese or English.</summary>
public static class HotlineWords
{
    /// <summary>Whether a language tag is a Chinese one.</summary>
    public static bool IsChinese(string? language) => language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The greeting comes before a language is chosen, so it is spoken in both.</summary>
    public static string Greeting(bool chinese, string? brand) => chinese
        ? $"您好，这里是{brand}服务热线。中文请按 1。"
        : $"Welcome to the {(brand is null ? "" : brand + " ")}service line. For English, press 2.";

    public static string EnterContract(bool chinese) => chinese
        ? "请输入合同编号中的数字，按井号键结束。没有合同编号请直接按井号键。"
        : "Please enter the digits of your contract number, then press hash. Without one, just press hash.";

    public static string AskSystemDown(bool chinese) => chinese
        ? "系统已停机请按 1，其他问题请按 2。"
        : "If your system is down, press 1. For anything else, press 2.";

    public static string Connecting(bool chinese) => chinese ? "正在为您转接值班工程师，请稍候。" : "Connecting you to the engineer on duty. Please hold.";

    public static string IsRecorded(bool chinese) => chinese ? "为保证服务质量，本次通话将被录音。" : "To assure our service, this call will be recorded.";

    public static string OfferCallback(bool chinese) => chinese
        ? "抱歉，值班工程师暂时无法接听。需要回电请按 1，留言请按 2。"
        : "Sorry, nobody is free to take your call. To be called back, press 1. To leave a message, press 2.";

    public static string RecordMessage(bool chinese) => chinese
        ? "请在提示音后留言，按井号键结束。"
        : "Please leave your message after the tone, and press hash to end.";

    /// <summary>The number is spoken digit by digit.</summary>
    public static string PromiseCallback(bool chinese, string number)
    {
        var spoken = string.Join(' ', number.Where(char.IsAsciiDigit));
        return chinese ? $"我们会尽快给您回电。您的工单号是 {spoken}。再见。" : $"We will call you back as soon as we can. Your ticket number is {spoken}. Goodbye.";
    }

    /// <summary>For who was dialled: who calls, and the key that takes the call.</summary>
    public static string AskToTake(bool chinese, string? customer, bool systemDown) => chinese
        ? $"服务热线来电{(customer is null ? "" : $"，客户：{customer}")}{(systemDown ? "，系统已停机" : "")}。接听请按 1。"
        : $"Service hotline{(customer is null ? "" : $", customer {customer}")}{(systemDown ? ", the system is down" : "")}. To take the call, press 1.";

    public static string TakenAlready(bool chinese) => chinese ? "来电已由同事接听，再见。" : "A colleague has taken the call. Goodbye.";

    public static string CallerGone(bool chinese) => chinese ? "来电者已挂断，将安排回电。再见。" : "The caller has hung up and will be called back. Goodbye.";

    public static string Goodbye(bool chinese) => chinese ? "感谢来电，再见。" : "Thank you for calling. Goodbye.";

    /// <summary>What the menu was told, for whoever opens the ticket; null when it was told nothing.</summary>
    public static string? Told(bool chinese, bool systemDown, string? enteredContract)
    {
        var lines = new List<string>();
        if (systemDown)
            lines.Add(chinese ? "来电者按键确认：系统已停机。" : "The caller said by keypress that the system is down.");
        if (enteredContract is not null)
            lines.Add(chinese ? $"来电者输入的合同编号数字：{enteredContract}" : $"Digits of the contract number entered by the caller: {enteredContract}");
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }
}
