using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ServiceMesh.Browser;

/// <summary>Asking customers and calling them, from the Desk.</summary>
public sealed class SurveysInTheBrowser(Screen screen)
{
    [Fact]
    public async Task A_call_is_made_with_the_script_at_hand_and_again_when_nobody_answered()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/follow-ups", ".follow-up");
        var task = visit.Page.Locator(".follow-up", new() { HasText = "T-20261123-000012" });
        await task.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit.Page.Locator(".call-form .script")).ToContainTextAsync("about your request T-20261123-000012");
        await Expect(visit.Page.Locator(".call-form a[href='tel:+862161234567']")).ToBeVisibleAsync();
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".call-form .field-error")).ToHaveCountAsync(1);
        await visit.Page.CheckAsync(".call-form input[value=unreachable]");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(visit.Page.Locator(".call-form")).ToHaveCountAsync(0);
        await Expect(task).ToContainTextAsync("1 call");

        await task.GetByRole(AriaRole.Button).ClickAsync();
        await visit.Page.CheckAsync(".call-form input[value=solved]");
        await visit.Page.SelectOptionAsync(".call-form [name=score]", "4");
        await visit.Page.ClickAsync("[data-confirm]");
        await Expect(task).ToHaveCountAsync(0);
        visit.Clean();
    }

    [Fact]
    public async Task A_questionnaire_is_written_with_its_page_beside_it_and_what_is_wrong_is_said_there()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/questionnaires", ".preview iframe");
        await Expect(visit.Page.FrameLocator(".preview iframe").Locator("h1")).ToHaveTextAsync("How did we do?");
        await visit.Page.ClickAsync("[data-new]");
        await Type(visit, "[name=questionnaireName]", "Spare parts");
        var title = visit.Page.Locator(".editor textarea[lang=en]").First;
        await title.FillAsync("How did the parts arrive?");
        await title.BlurAsync();
        await Expect(visit.Page.FrameLocator(".preview iframe").Locator("h1")).ToHaveTextAsync("How did the parts arrive?");

        await visit.Page.SelectOptionAsync("[name=kind]", "single");
        await visit.Page.ClickAsync("[data-add-question]");
        await Expect(visit.Page.Locator(".editor .field-error").First).ToBeVisibleAsync();
        await visit.Page.Locator(".editor [data-question=q6] .version-bar button").Nth(1).ClickAsync();
        await Expect(visit.Page.Locator(".editor .field-error")).ToHaveCountAsync(0);
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".questionnaire .version-bar h2").First).ToContainTextAsync("Spare parts");
        visit.Clean();
    }

    [Fact]
    public async Task Rules_are_changed_and_a_wrong_one_is_named()
    {
        await using var visit = await screen.VisitAsync(language: "en");
        await visit.OpenAsync("/survey-rules", "[name=expiry]");
        await Type(visit, "[name=expiry]", "5");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".field-error")).ToContainTextAsync("before the expiry");
        await Type(visit, "[name=reminders]", "2, 4");
        await visit.Page.ClickAsync("[data-save]");
        await Expect(visit.Page.Locator(".field-error")).ToHaveCountAsync(0);
        await visit.OpenAsync("/survey-rules", "[name=expiry]");
        await Expect(visit.Page.Locator("[name=reminders]")).ToHaveValueAsync("2, 4");
        visit.Clean();
    }

    [Fact]
    public async Task An_open_survey_is_shown_as_a_code_to_scan()
    {
        await using var visit = await screen.VisitAsync(language: "zh-CN");
        await visit.OpenAsync("/surveys", ".survey-row");
        await Expect(visit.Page.Locator("[data-figures=self]")).ToContainTextAsync("31 / 48");
        await visit.Page.ClickAsync("[data-qr]");
        await Expect(visit.Page.Locator(".qr svg")).ToBeVisibleAsync();
        visit.Clean();
    }

    private static async Task Type(Visit visit, string field, string text)
    {
        await visit.Page.FillAsync(field, text);
        await visit.Page.Locator(field).BlurAsync();
    }
}
