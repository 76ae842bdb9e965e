namespace ServiceMesh.Desk;

/// <summary>Money, and people on duty.</summary>
public sealed partial class Words
{
    public string CreditsTitle => T("Credits", "补偿");
    public string CreditsIntro => T("What missed promises are worth to customers: approve, dispute or waive, and see each contract's statement.", "因超时应给客户的补偿：批准、提出争议或豁免，并查看每份合同的对账单。");
    public string CreditsAway => T("Credits cannot be shown just now.", "暂时无法显示补偿。");
    public string CreditsEmpty => T("No credits in this month", "本月没有补偿");
    public string CreditsEmptyHint => T("When a promise is missed and the contract pays for it, it appears here.", "承诺超时且合同约定补偿时，会出现在这里。");
    public string MonthWord => T("Month", "月份");
    public string AllStates => T("All", "全部");
    public string OfGross(string gross) => T($"of {gross}", $"原为 {gross}");
    public string CappedBy(string whose) => whose switch
    {
        "clause" => T("limit of the clause", "受条款上限限制"),
        "contract" => T("limit of the contract", "受合同上限限制"),
        _ => whose,
    };

    public string Approve => T("Approve", "批准");
    public string Dispute => T("Dispute", "提出争议");
    public string Waive => T("Waive", "豁免");
    public string DisputeAsk => T("What is disputed?", "争议内容是什么？");
    public string WaiveAsk => T("Why is it waived?", "为什么豁免？");
    public string StatementWord => T("Statement", "对账单");
    public string StatementOf(string contract, string month) => T($"Statement of {contract}, {month}", $"{contract} {month} 对账单");
    public string MoreOfThem => T("Show more", "显示更多");
    public string MonthlyFee => T("Monthly fee", "月费");
    public string CapWord => T("Limit", "补偿上限");
    public string CapText(decimal percent, string? amount) => amount is null ? $"{percent:0.##} %" : T($"{percent:0.##} % of the fee, {amount}", $"月费的 {percent:0.##}%，即 {amount}");
    public string CapReached => T("reached", "已达上限");
    public string ChargesWord => T("Charges", "收费");
    public string ChargeWord => T("Request", "服务请求");
    public string ChargeState(string state) => state switch
    {
        "charged" => T("charged", "应收"),
        "waived" => T("waived", "已豁免"),
        "withdrawn" => T("withdrawn", "已撤回"),
        _ => state,
    };

    public string BalanceWord => T("Balance", "结余");
    public string WhatFor => T("What for", "事由");
    public string AmountWord => T("Amount", "金额");
    public string LateBy(string span) => T($"{span} of service hours late", $"超出服务时间 {span}");
    public string WorthNothing => T("no credit", "无补偿");

    public string NavPeople => T("People", "人员");
    public string PeopleTitle => T("People", "人员与值班");
    public string PeopleIntro => T("Who is on call now, and which certificates end soon.", "当前值班人员，以及即将到期的资质证书。");
    public string OnCallNow => T("On call now", "当前值班");
    public string NobodyOnCall => T("Nobody is on call", "当前无人值班");
    public string LayerUntil(int layer, string until) => T($"called {Ordinal(layer)}, until {until}", $"第 {layer} 顺位，至 {until}");
    public string CertificatesTitle => T("Certificates", "资质证书");
    public string NoCertificates => T("No certificates are recorded", "没有登记证书");
    public string CertificateWord => T("Certificate", "证书");
    public string ValidUntil => T("Valid until", "有效期至");
    public string NeverEnds => T("does not end", "长期有效");
    public string CertificateState(string look) => look switch
    {
        "over" => T("expired", "已过期"),
        "soon" => T("ends soon", "即将到期"),
        _ => T("valid", "有效"),
    };

    public string OfferedToYou => T("Offered to you:", "派给您的工单：");
    public string AnswerBy(string at) => T($"answer by {at}", $"请在 {at} 前答复");
    public string AcceptOffer => T("Accept", "接单");
    public string RefuseOffer => T("Refuse", "拒单");
    public string RefuseAsk => T("Why can you not take it?", "为什么不能接单？");
    public string OfferAccepted => T("It is yours.", "已接单。");
    public string OfferRefusedDone => T("Refused; the next one is asked.", "已拒单，将询问下一位。");
    public string EscalatedLevel(int level, string clock) => T($"Escalation level {level}: {clock}", $"升级第 {level} 级：{clock}");
    public string PagedNow(string name, string? until) => until is null ? T($"{name} was called", $"已呼叫 {name}") : T($"{name} was called; the next step follows {until}", $"已呼叫 {name}，{until} 后进入下一步");
    public string NotReachable(string name) => T($"{name} has neither number nor address", $"{name} 没有可用的联系方式");
    public string PagingBegins => T("Somebody is being called", "正在呼叫");
    public string Acknowledge => T("I take it on", "我来处理");
    public string Acknowledged => T("Taken on: nobody else is called.", "已确认接手，不再呼叫其他人。");
    public string WhyThisPerson => T("Who was considered", "候选人排名");
    public string NoRanking => T("Nobody was ranked for this ticket.", "此工单没有候选人排名。");
    public string RankedAt(string at, int n) => T($"{at}, {n} considered", $"{at}，共考虑 {n} 人");
    public string OpenNow => T("Open", "在办");
    public string RankWord => T("Rank", "得分");
    public string Excluded(string? reason) => string.IsNullOrEmpty(reason) ? T("not considered", "未考虑") : T($"not considered: {reason}", $"未考虑：{reason}");
    public string Criterion(string name) => name switch
    {
        "skill" => T("skill", "技能"),
        "capacity" => T("capacity", "余量"),
        "remainingShift" => T("shift left", "剩余班次"),
        "affinity" => T("knows it", "熟悉度"),
        "region" => T("region", "区域"),
        "language" => T("language", "语言"),
        "load" => T("load", "负载"),
        _ => name,
    };

    private static string Ordinal(int n) => n switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{n}th" };
}
