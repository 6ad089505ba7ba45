import { command, graphql } from "@ballast/schema/graphql";

/** What would happen to an incident of each severity at a moment, with hours as they would be. */
export const supportHoursTrialDocument = graphql(`
  query SupportHoursTrial($id: ID!, $at: DateTime!, $supportHours: SupportHoursInput) {
    service(id: $id) { id supportHoursTrial(at: $at, supportHours: $supportHours) { hours { sentence } urgencies { severity level because until } } }
  }
`);

/** Without hours, urgency goes by the severity alone. */
export const setSupportHours = command("setSupportHours", "service { id slug }");
