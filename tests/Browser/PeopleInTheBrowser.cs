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
