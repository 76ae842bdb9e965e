using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Rosters, profiles, presence, hand-over notes and triage rules, by mouse and by keyboard.</summary>
public sealed class PeopleInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_gap_of_the_week_is_seen_and_filled_from_the_keyboard()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/people/roster?team={FakeData.EquipmentTeam}", "[data-gap]");
        await Expect(visit.Page.Locator("[data-gaps='1']")).ToBeVisibleAsync();
        await visit.Page.Locator("[data-gap]").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("[name=from]")).Not.ToHaveValueAsync("");
        await visit.Page.Locator("[name=rotation]").SelectOptionAsync(new SelectOptionValue { Label = "ERP 夜间待命" });
        await visit.Page.Locator("[name=engineer]").SelectOptionAsync(new SelectOptionValue { Label = "赵敏" });
        await visit.Page.ClickAsync("[data-save-change]");
        await Expect(visit.Page.Locator("[data-exception=override]")).ToContainTextAsync("赵敏");
        await Expect(visit.Page.Locator("[data-gap]")).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Take back") }).ClickAsync();
        await Expect(visit.Page.Locator("[data-gap]")).ToHaveCountAsync(1);

        await visit.Page.ClickAsync("[data-kind=absence]");
        await visit.Page.Locator("[name=engineer]").SelectOptionAsync(new SelectOptionValue { Label = "赵敏" });
        await visit.Page.FillAsync("[name=from]", "2027-02-01T09:00");
        await visit.Page.FillAsync("[name=until]", "2027-02-05T18:00");
        await visit.Page.Locator("[name=until]").BlurAsync();
        await visit.Page.ClickAsync("[data-save-change]");
        await Expect(visit.Page.Locator("[data-exception=absence]")).ToContainTextAsync("赵敏");
        visit.Clean();
    }

    [Fact]
    public async Task A_rotation_that_never_comes_is_refused_at_its_field_and_a_sound_one_is_stored()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync($"/people/roster?team={FakeData.ErpTeam}", "[data-new-rotation]");
        await visit.Page.ClickAsync("[data-new-rotation]");
        await visit.Page.FillAsync("[name=rotationName]", "周末待命");
        await visit.Page.Locator("[name=addPerson]").SelectOptionAsync(new SelectOptionValue { Label = "赵敏" });
        await visit.Page.Locator("[name=addPerson]").SelectOptionAsync(new SelectOptionValue { Label = "林晓东" });
        await visit.Page.ClickAsync("[data-participant='林晓东'] button[aria-label^='上移']");
        await visit.Page.Locator("[name=repeats]").SelectOptionAsync("rule");
        await visit.Page.FillAsync("[name=rule]", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2");
        await visit.Page.Locator("[name=rule]").BlurAsync();
        await visit.Page.ClickAsync("[data-rotation-form] [data-save]");
        await Expect(visit.Page.Locator("[data-field=rule]")).ToContainTextAsync("班次永远不会出现");
        await visit.Page.Locator("[name=repeats]").SelectOptionAsync("weekly");
        foreach (var day in new[] { "MO", "TU", "WE", "TH", "FR" }) await visit.Page.Locator($"[name=day-{day}]").UncheckAsync();
        await visit.Page.Locator("[name=day-SA]").CheckAsync();
        await visit.Page.ClickAsync("[data-rotation-form] [data-save]");
        await Expect(visit.Page.Locator("[data-rotation='周末待命']")).ToContainTextAsync("FREQ=WEEKLY;BYDAY=SA");
        await Expect(visit.Page.Locator("[data-rotation='周末待命']")).ToContainTextAsync("林晓东 → 赵敏");
        visit.Clean();
    }

    [Fact]
    public async Task A_profile_is_kept_and_warns_of_what_ends_soon()
    {
        await using var visit = await screen.VisitAsync(language: "en", width: 390, height: 844);
        await visit.OpenAsync($"/people/engineers/{FakeData.Lin}", ".profile");
        await Expect(visit.Page.Locator("[data-warning]")).ToContainTextAsync("The certificate 用友 U8 ends on");
        await Expect(visit.Page.Locator("[data-pick=knows]")).ToContainTextAsync("华东重工集团");
        await visit.Page.ClickAsync("[data-add=skill]");
        await Expect(visit.Page.Locator("[name=skill]")).ToHaveCountAsync(3);
        await visit.Page.Locator("[name=skill]").Last.FillAsync("U8");
        await visit.Page.Locator("[name=skill]").Last.BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=skills]")).ToContainTextAsync("A skill is named twice.");
        await visit.Page.Locator("[name=skill]").Last.FillAsync("KINGDEE");
        await visit.Page.Locator("[name=level]").Last.SelectOptionAsync("4");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field=skills]")).ToHaveCountAsync(0);
        await visit.OpenAsync($"/people/engineers/{FakeData.Lin}", ".profile");
        await Expect(visit.Page.Locator("[name=skill]").Last).ToHaveValueAsync("KINGDEE");
        // Nothing is wider than the screen.
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        visit.Clean();
    }

    [Theory]
    [InlineData("en", 1440, "A weight is 0 to 100.", "Nobody in the team has SAP-EWM at level 5")]
    [InlineData("zh-CN", 390, "权重为 0 至 100。", "团队中无人具备 SAP-EWM 5 级技能")]
    public async Task A_teams_settings_are_kept_and_what_is_wrong_stands_at_its_field(string language, int width, string refused, string gap)
    {
        await using var visit = await screen.VisitAsync(language: language, width: width, height: 900);
        var team = language == "en" ? FakeData.ErpTeam : FakeData.EquipmentTeam;
        await visit.OpenAsync("/people/teams", ".team-list");
        await visit.Page.Locator($"a[href='/people/teams/{team}']").ClickAsync();
        await visit.Page.Locator(".team-form").WaitForAsync();
        await visit.Page.SelectOptionAsync("[name=mode]", "push");
        await Expect(visit.Page.Locator("[name=offerMinutes]")).ToHaveCountAsync(0);
        await visit.Page.SelectOptionAsync("[name=mode]", "offer");
        await visit.Page.FillAsync("[name=offerMinutes]", "12");
        await visit.Page.CheckAsync("[name=awayWhenUnanswered]");
        await visit.Page.SelectOptionAsync("[name=reopened]", "queue");
        await visit.Page.CheckAsync("[name=onlyWhenSeen]");
        await visit.Page.FillAsync("[name=unseenMinutes]", "30");
        await visit.Page.CheckAsync("[name=onlyInHours]");
        await visit.Page.FillAsync("[name=visitsPerDay]", "4");
        await visit.Page.FillAsync("[name=weight-skill]", "101");
        await visit.Page.Locator("[name=weight-skill]").BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field='assignment.weights']")).ToHaveTextAsync(refused);
        await visit.Page.FillAsync("[name=weight-skill]", "30");
        await visit.Page.FillAsync("[name=places-case]", "6");
        await visit.Page.CheckAsync("[name=hasHours]");
        await visit.Page.FillAsync("[name=monday]", "nine to five");
        await visit.Page.Locator("[name=monday]").BlurAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field='assignment.hours.monday']")).ToHaveCountAsync(1);
        await visit.Page.FillAsync("[name=monday]", "09:00-12:00, 13:30-18:00");
        await visit.Page.ClickAsync("[data-add=requirement]");
        await visit.Page.ClickAsync(".requirement [data-add=skill]");
        await visit.Page.FillAsync(".requirement [name=skill]", "SAP-EWM");
        await visit.Page.SelectOptionAsync(".requirement [name=level]", "5");
        await visit.Page.SelectOptionAsync("[name=addStep]", "owner");
        await visit.Page.Locator("[data-target=owner] button").First.ClickAsync();
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-gap]")).ToContainTextAsync(gap);
        await visit.OpenAsync($"/people/teams/{team}", ".team-form");
        await Expect(visit.Page.Locator("[name=offerMinutes]")).ToHaveValueAsync("12");
        await Expect(visit.Page.Locator("[name=awayWhenUnanswered]")).ToBeCheckedAsync();
        await Expect(visit.Page.Locator("[name=reopened]")).ToHaveValueAsync("queue");
        await Expect(visit.Page.Locator("[name=unseenMinutes]")).ToHaveValueAsync("30");
        await Expect(visit.Page.Locator("[name=onlyInHours]")).ToBeCheckedAsync();
        await Expect(visit.Page.Locator("[name=visitsPerDay]")).ToHaveValueAsync("4");
        await Expect(visit.Page.Locator("[name=weight-skill]")).ToHaveValueAsync("30");
        await Expect(visit.Page.Locator("[name=places-case]")).ToHaveValueAsync("6");
        await Expect(visit.Page.Locator("[name=monday]")).ToHaveValueAsync("09:00-12:00, 13:30-18:00");
        await Expect(visit.Page.Locator(".ladder li").Nth(2)).ToHaveAttributeAsync("data-target", "owner");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page is wider than the screen.");
        // The browser itself notes the refusal that the test provoked.
        Assert.Empty(visit.Strangers);
    }

    [Fact]
    public async Task Who_is_there_is_seen_and_set_and_a_note_is_handed_over()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/people", ".presence-list");
        await Expect(visit.Page.Locator("[data-present='赵敏'] .presence")).ToHaveAttributeAsync("data-state", "away");
        await visit.Page.GetByLabel("赵敏: Set available").ClickAsync();
        await Expect(visit.Page.Locator("[data-present='赵敏'] .presence")).ToHaveAttributeAsync("data-state", "available");
        await visit.Page.GetByLabel("赵敏: Set away").ClickAsync();
        await Expect(visit.Page.Locator("[data-handover-note=open]").Filter(new() { HasText = "T-20261123-000001" })).ToContainTextAsync("陈建国");
        await visit.Page.FillAsync("[name=handoverText]", "Line 3 runs again; watch it until noon");
        await visit.Page.Locator("[name=handoverText]").BlurAsync();
        await visit.Page.ClickAsync("[data-handover]");
        var note = visit.Page.Locator("[data-handover-note]").Filter(new() { HasText = "watch it until noon" });
        await note.Locator("[data-take]").ClickAsync();
        await Expect(note).ToHaveAttributeAsync("data-handover-note", "taken");
        visit.Clean();
    }

    [Fact]
    public async Task Rules_are_ordered_tried_on_past_tickets_and_saved_as_a_version()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/triage", ".triage-rules");
        await visit.Page.GetByLabel("Later: 月结期间财务优先").ClickAsync();
        await Expect(visit.Page.Locator(".triage-rules > li").First).ToHaveAttributeAsync("data-rule", "Nights");
        await visit.Page.ClickAsync("[data-add-rule]");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[data-field='book.rules[2].name']")).ToHaveCountAsync(1);
        await visit.Page.FillAsync("[name=ruleName] >> nth=-1", "Upgrades are maintenance");
        await visit.Page.Locator("[data-conditions=all] [data-add-condition]").Last.ClickAsync();
        await visit.Page.Locator("[name=values]").Last.FillAsync("upgrade\n升级");
        await visit.Page.Locator("[name=values]").Last.BlurAsync();
        await visit.Page.Locator("[data-outcome] [name=workType]").Last.SelectOptionAsync("maintenance");
        await visit.Page.ClickAsync("[data-try]");
        await Expect(visit.Page.Locator("[data-dry-run]")).ToContainTextAsync("1 of 240 past tickets");
        await Expect(visit.Page.Locator("[data-dry-run]")).ToContainTextAsync("Upgrades are maintenance");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator("[name=version]")).ToHaveValueAsync("2");
        visit.Clean();
    }

    [Fact]
    public async Task Triage_takes_a_suggestion_over_with_its_evidence_in_view()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync($"/tickets/{FakeData.Id(109)}", ".actions");
        await visit.Page.ClickAsync(".actions summary");
        await visit.Page.ClickAsync("[data-action=triage]");
        await visit.Page.Locator("[data-suggested=category] summary strong").ClickAsync();
        await Expect(visit.Page.Locator("[data-suggested=category]")).ToContainTextAsync("in common: f5, 263, 过账");
        await visit.Page.ClickAsync("[data-take=category]");
        await Expect(visit.Page.Locator(".dialog-form input[name=category]")).ToHaveValueAsync("finance");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".dialog-form")).ToHaveCountAsync(0);
        visit.Clean();
    }
}
