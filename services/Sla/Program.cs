using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla;
using ServiceMesh.Sla.Calendars;
using ServiceMesh.Sla.Discipline;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Holidays;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Preview;
using ServiceMesh.Sla.Reprocess;
using ServiceMesh.Sla.Tickets;
using ServiceMesh.Sla.WhatIf;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("sla");
builder.AddSlaOptions();
builder.Services.AddSingleton<TermsLibrary>().AddSingleton<ClockKeeper>();
builder.Services.AddCalendarNews();
builder.Services.AddReprocess();
builder.Services.AddWhatIf();
builder.AddSlaMessaging();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTicketClocks();
app.MapCalendars();
app.MapCalendarYears();
app.MapCalendarDays();
app.MapHolidays();
app.MapReprocess();
app.MapPolicies();
app.MapPreview();
app.MapMoney();
app.MapWhatIf();
app.MapDiscipline();
app.Run();

/// <summary>Named so that tests can host the service.</summary>
public partial class Program;
