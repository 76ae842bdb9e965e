namespace ServiceMesh.Desk;

/// <summary>What administrators see.</summary>
public sealed partial class Words
{
    public string AdminTitle => T("Accounts and channels", "账号与渠道");
    public string AdminIntro => T("Who may sign in and do what, and where problems come in. A change of roles takes effect within minutes.", "谁可以登录、有哪些权限，以及问题从哪些渠道进入。角色变更几分钟内生效。");
    public string AccountsTitle => T("Accounts", "账号");
    public string NewAccount => T("New account", "新建账号");
    public string FirstPassword => T("First password", "初始密码");
    public string RolesWord => T("Roles", "角色");
    public string MaySignIn => T("may sign in", "允许登录");
    public string ChannelsTitle => T("Channels", "渠道");
    public string NoChannels => T("No channels yet", "还没有渠道");
    public string KindWord => T("Kind", "类型");
    public string AddressWord => T("Address for the platform", "平台回调地址");
}
