namespace ServiceMesh.Desk;

/// <summary>What requests cost, what contracts pay back, and how teams pause.</summary>
public sealed partial class Words
{
    /// <summary>An amount with as many decimals as it needs: none in currencies that have none, two in most.</summary>
    public string Money(decimal amount, string? currency) => $"{amount.ToString(currency is "JPY" or "KRW" or "VND" or "CLP" or "ISK" ? "#,##0" : "#,##0.00##", Culture)} {currency}".Trim();

    public string ChargesIntro => T("What requests cost: cases under a contract with a case price, and what no contract covers. A charge is waived with a reason; every step is kept.", "服务请求的费用：按次计费合同的请求，以及合同未覆盖的请求。减免需注明原因，全程留痕。");
    public string ChargesEmpty => T("No charges in this month", "本月没有收费");
    public string ChargesEmptyHint => T("When a request costs something, it appears here with its triage.", "产生费用的请求在分诊后出现在这里。");
    public string WaiveCharge => T("Waive", "减免");
    public string UncoveredTitle => T("A request that no contract covers", "合同未覆盖的请求");
    public string UncoveredHint => T("Its price for tickets triaged from now on; empty for nothing.", "对此后分诊的工单生效；留空为不收费。");
    public string CurrencyWord => T("Currency", "币种");
    public string PriceSaved => T("The price holds from now on.", "价格已生效。");
    public string NoPrice => T("no price", "未定价");
    public string HistoryWord => T("History", "记录");

    public string ChargeReason(string? reason) => reason switch
    {
        "per-case" => T("charged case by case", "按次计费"),
        "none" => T("no contract", "无合同"),
        "expired" => T("the contract had ended", "合同已到期"),
        "not-started" => T("the contract had not begun", "合同未生效"),
        "product-not-covered" => T("the product is not covered", "产品不在合同内"),
        "exhausted" => T("the contract's units were used up", "合同次数已用完"),
        "support-ended" => T("support for the version had ended", "版本已停止支持"),
        "upgrade-not-included" => T("upgrades are not included", "合同不含升级"),
        "channel-not-covered" => T("the channel is not covered", "渠道不在合同内"),
        "ambiguous" => T("several contracts, none chosen", "多份合同，未选定"),
        null => "",
        _ => reason,
    };

    /// <summary>Why an entry was made: what Sla says by itself in the reader's language, what a person wrote as it is.</summary>
    public string EntryReason(string? reason) => reason switch
    {
        null => "",
        "triaged anew" => T("triaged anew", "重新分诊"),
        "the ticket was cancelled" => T("the ticket was cancelled", "工单已取消"),
        "the merge was taken back" => T("the merge was taken back", "合并已撤销"),
        "withdrawn" => T("no promise was broken after all", "核实后未超时"),
        _ when reason.StartsWith("merged into ", StringComparison.Ordinal) => T(reason, $"已合并到 {reason["merged into ".Length..]}"),
        _ => reason,
    };

    public string EntryKind(string kind) => kind switch
    {
        "charged" or "withdrawn" => ChargeState(kind),
        "adjusted" => T("adjusted", "调整"),
        _ => CreditState(kind),
    };

    public string StatementsTitle => T("Statements", "对账单");
    public string StatementsIntro => T("Charges and credits by contract and month, with every line behind them.", "按合同和月份汇总收费与补偿，可查看每一笔明细。");
    public string StatementsEmpty => T("No contract has charges or missed promises in this month", "本月没有合同产生收费或超时");
    public string ContractWord => T("Contract", "合同");
    public string LinesOf(int charges, int breaches) => T($"{charges} charges, {breaches} missed promises", $"收费 {charges} 笔，超时 {breaches} 次");
    public string AllContracts => T("All contracts", "全部合同");

    public string PausesTitle => T("Waiting", "等待纪律");
    public string PausesIntro => T("How much of their tickets' time teams spent waiting, for which reason, and which waits began in the last tenth before due.", "各团队工单的等待时间占比与原因，以及在到期前最后十分之一时间内开始的等待。");
    public string PausesEmpty => T("No ticket ended in this period", "此期间没有结束的工单");
    public string PausesEmptyHint => T("Shares are put down when a ticket is over.", "占比在工单结束时统计。");
    public string PeriodFrom => T("From", "自");
    public string PeriodTo => T("to", "至");
    public string PausedShare => T("Share of time paused", "等待占比");
    public string PausedOf(string paused, string whole, int tickets) => T($"{paused} of {whole} in {tickets} tickets", $"{tickets} 张工单共 {whole}，等待 {paused}");
    public string TimesPaused(int n) => T(n == 1 ? "once" : $"{n} times", $"{n} 次");
    public string LatePausesTitle => T("Began in the last tenth before due", "到期前最后十分之一开始的等待");
    public string LatePausesNone => T("No wait began that late.", "没有这样的等待。");
    public string LatePauseCount(int n) => T(n == 1 ? "1 late" : $"{n} late", $"{n} 次临期");
    public string LeftThen => T("Left then", "当时剩余");
    public string ReasonWord => T("Reason", "原因");
    public string TeamWord => T("Team", "团队");
    public string BeganWord => T("Began", "开始时间");
    public string DueThen => T("Due without it", "不等待的到期时间");

    public string CompensationWord => T("Compensation", "补偿条款");
    public string CompensationHint => T("What a missed promise pays back. Of several clauses for a clock the first that fits the severity counts.", "承诺超时的补偿。同一时限有多条时，取第一条级别匹配的。");
    public string AddClause => T("Add a clause", "添加条款");
    public string ClauseName => T("Clause", "条款名称");
    public string ForClock => T("for a missed", "适用时限");
    public string PaysWord => T("pays", "补偿方式");
    public string PaysPercent => T("% of the monthly fee", "月费百分比");
    public string PaysAmount => T("a fixed amount", "固定金额");
    public string PaysTiers => T("in steps", "阶梯");
    public string PercentWord => T("Percent", "百分比");
    public string LateFrom => T("late by at least", "超时至少");
    public string FromBreach => T("from breach no.", "自第几次起");
    public string MonthlyCapPercent => T("at most % of the fee a month", "每月上限（月费 %）");
    public string LateInWord => T("late counts", "超时按");
    public string LateIn(string? which) => which == "wall" ? T("by the clock on the wall", "自然时间") : T("in service hours", "服务时间");
    public string AddTier => T("Add a step", "添加阶梯");
    public string TierText(string? late, int? breaches, string pays) => string.Join(" ", new[]
    {
        late is null ? null : T($"{late} late:", $"超时 {late}："),
        breaches is > 1 ? T($"from breach no. {breaches}:", $"自第 {breaches} 次起：") : null,
        pays,
    }.OfType<string>());
    public string OfFee(decimal percent) => T($"{percent:0.####} % of the fee", $"月费的 {percent:0.####}%");
    public string AtMost(string limit) => T($"at most {limit} a month", $"每月最多 {limit}");
    public string AnyLateness => T("from the first second", "即刻");
}
