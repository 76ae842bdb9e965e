using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey;
using ServiceMesh.Survey.Answers;
using ServiceMesh.Survey.Copies;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.Invitations;
using ServiceMesh.Survey.Persistence;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("survey");
builder.AddMessaging<SurveyDb>("survey", messages => messages
    .Handle<TicketClosed, OnTicketClosed>()
    .Handle<TicketReopened, OnTicketReopened>()
    .Handle<TenantChanged, OnTenantChanged>()
    .Timer<ExpiryTimer>(ExpiryTimer.Kind));
builder.Services.AddOptions<SurveyOptions>().BindConfiguration("Survey").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<SurveyLookup>().AddSingleton<AnswerStore>();
builder.Services.AddValidation();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapAnswers();
app.MapSurveys();
app.MapFollowUps();
await app.RunAsync();
