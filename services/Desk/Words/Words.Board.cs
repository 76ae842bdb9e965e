namespace ServiceMesh.Desk;

/// <summary>The board, follow-ups and the new ticket.</summary>
public sealed partial class Words
{
    public string BoardTitle => T("Board", "工单看板");
    public string Breached => T("Breached", "已超时");
    public string DueSoon => T("Due soon", "即将超时");
    public string SearchBoard => T("Number, subject, customer", "工单号、主题、客户");
    public string AllTeams => T("All teams", "全部团队");
    public string AllSeverities => T("All severities", "全部级别");
    public string Mine => T("Mine", "我的");
    public string SortDue => T("Due first", "按到期时间");
    public string SortOpened => T("Newest first", "按创建时间");
    public string SortUpdated => T("Last changed first", "按更新时间");
    public string ClearFilters => T("Clear filters", "清除筛选");
    public string ColSeverity => T("Sev.", "级别");
    public string ColTicket => T("Ticket", "工单");
    public string ColState => T("State", "状态");
    public string ColOwner => T("Owner", "负责人");
    public string ColResponse => T("Response", "响应");
    public string ColUpdated => T("Changed", "更新");
    public string Unassigned => T("Unassigned", "未分派");
    public string InQueue => T("in the queue", "团队队列中");
    public string CustomerSpokeLast => T("Customer wrote", "客户已回复");
    public string More(int n) => T($"Show {n} more", $"再显示 {n} 条");
    public string Rows(int n) => T(n == 1 ? "1 ticket" : $"{n} tickets", $"{n} 张工单");
    public string EmptyBoard => T("Nothing is open", "没有未结工单");
    public string EmptyBoardHint => T("New tickets appear here by themselves, the moment they come in.", "新的工单一到就会自动出现在这里。");
    public string EmptyFilter => T("No ticket matches", "没有符合条件的工单");
    public string EmptyFilterHint => T("Widen the search or clear the filters.", "请放宽搜索条件或清除筛选。");
    public string BoardStale => T("The board could not be refreshed; it shows the last known state.", "看板暂时无法刷新，显示的是最近一次的状态。");
    public string Overdue(string span) => T($"overdue by {span}", $"已超时 {span}");
    public string Left(string span) => T($"{span} left", $"剩余 {span}");
    public string DueAt(string at) => T($"due {at}", $"{at} 到期");
    public string CustomerUnknown => T("Unknown caller", "未知来电者");

    public string FollowUpsTitle => T("Follow-up calls", "回访任务");
    public string FollowUpsIntro => T("Customers to call: after a bad answer, a severe ticket, or for the sample. Call, listen, and record how it ended.", "需要回访的客户：评价不佳、重大工单或被抽中的工单。请致电了解情况，并记录回访结果。");
    public string FollowUpsEmpty => T("No calls to make", "没有待回访的客户");
    public string FollowUpsEmptyHint => T("When a survey is answered badly, or a severe ticket is closed, a call appears here.", "评价不佳或重大工单关闭后，这里会出现回访任务。");
    public string FollowUpsDone => T("Done", "已完成");
    public string FollowUpsOpen => T("To call", "待回访");
    public string Complete => T("Record the call", "记录回访");
    public string Outcome => T("How did it end?", "回访结果");
    public string CallNote => T("What did the customer say?", "客户怎么说？");
    public string FollowUpSaved => T("The call is recorded.", "回访已记录。");
    public string CallBy(string at) => T($"call by {at}", $"{at} 前致电");

    public string NewTitle => T("New ticket", "新建工单");
    public string NewIntro => T("For problems reported by phone or in person. Triage and dispatch follow at once.", "用于登记来电或当面反馈的问题，保存后立即分诊与派单。");
    public string Who => T("Who reports it", "报修人");
    public string WhatIsWrong => T("What is wrong", "问题描述");
    public string HowBad => T("How bad is it", "影响程度");
    public string Customer => T("Customer", "客户");
    public string ChooseCustomer => T("Choose a customer", "选择客户");
    public string Contact => T("Contact", "联系人");
    public string ChooseContact => T("Choose a contact", "选择联系人");
    public string NewContact => T("Somebody new", "新联系人");
    public string NewContactName => T("Name", "姓名");
    public string Email => T("E-mail", "邮箱");
    public string Phone => T("Phone", "电话");
    public string Product => T("Product", "产品");
    public string ChooseProduct => T("Choose a product", "选择产品");
    public string Subject => T("Subject", "主题");
    public string SubjectHint => T("One line that a colleague understands", "用一句话让同事看懂");
    public string Description => T("Description", "详细描述");
    public string DescriptionHint => T("What happens, since when, what was tried", "现象、开始时间、已尝试的处理");
    public string Impact => T("Impact", "影响范围");
    public string ImpactHint(string level) => level switch
    {
        "high" => T("The business stands still", "业务中断"),
        "medium" => T("A team is held up", "部门受影响"),
        _ => T("One person", "个人受影响"),
    };

    public string Urgency => T("Urgency", "紧急程度");
    public string UrgencyHint(string level) => level switch
    {
        "high" => T("Right now", "立即处理"),
        "medium" => T("Today", "当天处理"),
        _ => T("Can wait", "可以等待"),
    };

    public string CameBy => T("Came by", "来源渠道");
    public string Register => T("Register the ticket", "登记工单");
    public string SubjectMissing => T("Please say in one line what is wrong.", "请用一句话说明问题。");
    public string ReporterMissing => T("Choose a contact, or name a new one.", "请选择联系人，或填写新的联系人。");
    public string Registered(string number) => T($"{number} is registered.", $"工单 {number} 已登记。");
    public string NoMatch => T("No match", "没有匹配项");
    public string TypeToFilter => T("Type to filter", "输入以筛选");
}
