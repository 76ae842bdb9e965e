using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey;
using ServiceMesh.Survey.Answers;
using ServiceMesh.Survey.Figures;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.Persistence;
using ServiceMesh.Survey.Qr;
using ServiceMesh.Survey.Questionnaires;
using ServiceMesh.Survey.Rules;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("survey");
builder.AddMessaging<SurveyDb>("survey", SurveySetup.Messages);
builder.AddSurvey();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapAnswers();
app.MapSurveys();
app.MapQr();
app.MapRules();
app.MapQuestionnaires();
app.MapFigures();
app.MapFollowUps();
await app.RunAsync();
