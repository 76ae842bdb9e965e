using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Answers;
using ServiceMesh.Survey.Copies;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.Invitations;
using ServiceMesh.Survey.People;
using ServiceMesh.Survey.Questionnaires;

namespace ServiceMesh.Survey;

/// <summary>What the service is made of.</summary>
internal static class SurveySetup
{
    public static void Messages(MessagingBuilder messages) => messages
        .Handle<TicketClosed, OnTicketClosed>()
        .Handle<TicketReopened, OnTicketReopened>()
        .Handle<SurveyDelivered, OnSurveyDelivered>()
        .Handle<TenantChanged, OnTenantChanged>()
        .Handle<TicketErased, OnTicketErased>()
        .Handle<ContactChanged, OnContactChanged>()
        .Handle<BrandChanged, OnBrandChanged>()
        .Handle<ProductChanged, OnProductChanged>()
        .Handle<TicketContactChanged, OnTicketContactChanged>()
        .Handle<PersonErased, OnPersonErased>()
        .Timer<SendTimer>(SendTimer.Kind)
        .Timer<ReminderTimer>(ReminderTimer.Kind)
        .Timer<ExpiryTimer>(ExpiryTimer.Kind)
        .Timer<OverdueTimer>(OverdueTimer.Kind);

    public static void AddSurvey(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GuessOptions>().BindConfiguration("Survey").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GuessLimit>().AddSingleton<QuestionnaireStore>().AddSingleton<SurveyLookup>().AddSingleton<AnswerStore>();
        services.AddSingleton<LinkBook>().AddSingleton<Sender>();
        services.AddValidation();
    }
}
