namespace ServiceMesh.Desk;

/// <summary>What the Desk asks about questions to customers and calls to them.</summary>
internal sealed class SurveysApi(GatewayApi api)
{
    private const string Path = "/api/v1/surveys";

    public Task<Listing<SurveyShape>> ListAsync(string? state, string? cursor, CancellationToken ct) =>
        api.GetAsync<Listing<SurveyShape>>($"{Path}?limit=50{(state is null ? "" : $"&state={state}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);

    public Task<FiguresShape> FiguresAsync(int days, CancellationToken ct) => api.GetAsync<FiguresShape>($"{Path}/figures?days={days}", ct);

    public Task<QrShape> QrAsync(Guid survey, CancellationToken ct) => api.PostAsync<QrShape>($"{Path}/{survey}/qr", new { }, ct);

    public Task<RulesShape> RulesAsync(CancellationToken ct) => api.GetAsync<RulesShape>($"{Path}/rules", ct);

    public Task<RulesShape> SaveRulesAsync(object rules, CancellationToken ct) => api.PutAsync<RulesShape>($"{Path}/rules", rules, ct);

    public Task<Listing<QuestionnaireShape>> QuestionnairesAsync(CancellationToken ct) => api.GetAsync<Listing<QuestionnaireShape>>($"{Path}/questionnaires", ct);

    public Task<Listing<QuestionnaireShape>> VersionsAsync(Guid id, CancellationToken ct) => api.GetAsync<Listing<QuestionnaireShape>>($"{Path}/questionnaires/{id}", ct);

    public Task<QuestionnaireShape> SaveAsync(object questionnaire, string once, CancellationToken ct) =>
        api.PostAsync<QuestionnaireShape>($"{Path}/questionnaires", questionnaire, ct, once);

    public Task<QuestionnaireShape> RetireAsync(Guid id, CancellationToken ct) => api.PostAsync<QuestionnaireShape>($"{Path}/questionnaires/{id}/retire", new { }, ct);

    /// <param name="brand">The brand's code it is shown under; null for the tenant's own name.</param>
    public Task<PreviewShape> PreviewAsync(object body, string language, string? brand, CancellationToken ct) =>
        api.PostAsync<PreviewShape>($"{Path}/questionnaires/preview", new { body, language, brand }, ct);

    /// <summary>Which questionnaire such tickets are asked, and which would be next.</summary>
    public Task<ChoiceShape> ChoiceAsync(string workType, Guid? product, CancellationToken ct) =>
        api.GetAsync<ChoiceShape>($"{Path}/questionnaires/choice?workType={workType}{(product is null ? "" : $"&productId={product}")}", ct);

    public Task<CallSheetShape> CallAsync(Guid followUp, CancellationToken ct) => api.GetAsync<CallSheetShape>($"/api/v1/follow-ups/{followUp}", ct);

    public Task<FollowUpShape> CompleteAsync(Guid followUp, CallAnswer answer, string once, CancellationToken ct) =>
        api.PostAsync<FollowUpShape>($"/api/v1/follow-ups/{followUp}/complete", new { outcome = answer.Outcome, note = answer.Note, score = answer.Score, nps = answer.Nps }, ct, once);
}

/// <summary>How a call went.</summary>
/// <param name="Outcome"><c>solved</c>, <c>not-solved</c> or <c>unreachable</c>.</param>
/// <param name="Reopen">Whether the caller wants the ticket reopened at once.</param>
public sealed record CallAnswer(string Outcome, string? Note, int? Score, int? Nps, bool Reopen);
