using System.Text.Json;

namespace ServiceMesh.Insight.Domain;

/// <summary>One short English line for an event on the timeline. Screens with a language of their own use type and data instead.</summary>
public static class Summary
{
    /// <summary>The line for an event of this type with this data.</summary>
    public static string Of(string type, JsonElement data)
    {
        string? Text(string name) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString()
            : null;
        string After(string separator, string name) => Text(name) is { Length: > 0 } text ? separator + text : "";

        return type switch
        {
            "TicketOpened" => $"Opened by {Text("channel")}: {Text("subject")}",
            "CustomerMessageReceived" => $"Customer wrote{After(": ", "text")}",
            "AgentMessageSent" => $"Answer sent{After(": ", "text")}",
            "NoteAdded" => $"Note{After(": ", "text")}",
            "MessageDelivered" => "Answer delivered to the IM platform",
            "MessageFailed" => $"Answer not delivered{After(": ", "reason")}",
            "MessageUnread" => "Answer not read in the chat: sent by mail",
            "MailBounced" => $"A mail came back{After(": ", "status")}",
            "TicketParentChanged" => Text("parentNumber") is { Length: > 0 } incident ? $"Part of the major incident {incident}" : "Taken out of the major incident",
            "TicketContactChanged" => $"Reported by {Text("contactName")}, {Text("customerName")}{After(": ", "reason")}",
            "TicketCoverChanged" => $"About {Text("serialNumber") ?? Text("productName") ?? "no asset"}, {Text("contractNumber") ?? "no contract"}: {Words(Text("entitlement"))}{After(": ", "reason")}",
            "TicketErased" => "The person who reported it was erased",
            "CallAnswered" => "Call answered",
            "CallEnded" => $"Call ended{After(": ", "cause")}",
            "PageAcknowledged" => "A paged person pressed the key that takes it on",
            "CallMissed" => "Call missed",
            "CloseRequested" => "Customer confirmed closing",
            "ReopenRequested" => $"Customer asked to reopen{After(": ", "reason")}",
            "TicketTriaged" => $"Triaged to severity {Text("severity")}{After(" by ", "decidedBy")}",
            "TicketAssigned" => $"{(Text("reassigned") == "True" ? "Re-assigned" : "Assigned")} to {Text("teamName")}{After(", ", "engineerName")}",
            "TicketUnassigned" => $"Given back to the team{After(": ", "reason")}",
            "WorkStarted" => "Work started",
            "DiagnosisDelivered" => $"Fix plan given{After(": ", "cause")}",
            "TicketPaused" => $"Waiting: {Words(Text("reason"))}{After(": ", "note")}",
            "TicketResumed" => Text("trigger") == "customer-replied" ? "Resumed: the customer replied" : "Resumed",
            "TicketResolved" => $"Resolved{After(": ", "resolution")}",
            "TicketReopened" => $"Reopened{After(": ", "reason")}",
            "TicketClosed" => "Closed",
            "TicketCancelled" => $"Cancelled{After(": ", "reason")}",
            "TicketEscalated" => $"Escalated{After(": ", "reason")}",
            "SlaClocksChanged" => "Clocks changed",
            "SlaWarned" => $"{Text("percent")} % of the time for {Words(Text("clock"))} is used",
            "SlaBreached" => $"Promise missed: {Words(Text("clock"))}",
            "SlaEscalated" => $"Escalated to {Text("role")}, level {Text("level")}: {Words(Text("clock"))}",
            "NotificationDelivered" => $"Notice delivered: {Text("template")} to {Text("audience")}",
            "NotificationStatusChanged" => $"Notice {Text("status")}: {Text("template")} to {Text("audience")} by {Text("channel")}",
            "NotificationFailed" => $"Notice failed: {Text("template")} to {Text("audience")}{After(", ", "reason")}",
            "NotificationDropped" => $"Notice not sent: {Text("template")} to {Text("audience")}{After(", ", "reason")}",
            "TicketTiedToMaintenance" => $"Opened during an upgrade: {Text("planName")}",
            "SurveySent" => "Survey sent",
            "SurveyAnswered" => $"Survey answered: {Text("score")} of 5{After(", ", "comment")}",
            "SurveyExpired" => "Survey ran out unanswered",
            "SurveyWithdrawn" => "Survey withdrawn",
            "FollowUpDue" => $"Follow-up call due{After(": ", "reason")}",
            "FollowUpCompleted" => $"Follow-up call made{After(": ", "outcome")}",
            _ => Words(type),
        };
    }

    /// <summary>camelCase as words: <c>waitingForCustomer</c> becomes <c>waiting for customer</c>.</summary>
    private static string Words(string? name) =>
        name is null ? "" : string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
