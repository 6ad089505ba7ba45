import type { WrittenAlertRule } from "@ballast/domain/alertRule";
import type { Log } from "@ballast/eventlog";
import { alertOrders, labelCondition, severity } from "@ballast/schema";
import { z } from "zod";
import {
  field, flagField, idField, intField, jsonField, lineField, listOf, objectField, optional, otherwise, wordField, type InputFields,
  type InputOf,
} from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import { enumType } from "../graphql/enums.ts";

const maintenanceWords = enumType(
  "AlertInMaintenance", { options: ["hold", "pass"] }, "What becomes of alerts of a service in maintenance.",
);
const incidentWords = enumType("AlertIncident", { options: ["declare", "join", "never"] }, "What an alert does about incidents.");
const severityWord = field(
  () => String, z.enum(["1", "2", "3", "4", "none"]), "The incident severity that each stands for, 1 to 4; `none`: it calls nobody.",
);
const MINUTE_MS = 60_000;

const contentFields = {
  name: lineField("Its name."),
  labels: otherwise(
    jsonField(
      z.array(labelCondition).max(20),
      'What it asks of labels, all of it: `[{"label": "env", "is": "oneOf", "values": ["prod"]}]`; `is`: oneOf, noneOf, startsWith.',
    ), [],
  ),
  integrations: otherwise(listOf(idField("Integration", "An integration by which they come."), 50), []),
  services: otherwise(listOf(serviceField("A service that they are about."), 100), []),
  withoutService: otherwise(flagField("Only those that are about no service: what is left is caught so."), false),
  severities: otherwise(listOf(intField("An incident severity that they stand for.", severity), 4), []),
  severity: optional(severityWord),
  sendTo: optional(serviceField("The service that each is about, by slug or id.")),
  groupBy: otherwise(
    { ...listOf(lineField("A label."), 10), description: "Labels: alerts with the same values share an incident of their own." }, [],
  ),
  count: optional(intField("An incident only once so many came …", z.int().min(2).max(100))),
  withinMinutes: optional(intField("… within so many minutes.", z.int().min(1).max(1_440))),
  maintenance: optional(wordField(maintenanceWords, "While their service is in maintenance.")),
  incident: optional(wordField(incidentWords, "What each does about incidents.")),
  active: otherwise(flagField("Whether alerts are asked with it; they are unless told."), true),
} satisfies InputFields;

/** What a rule says, as it is given. */
export type GivenRule = InputOf<typeof contentFields>;

/** A rule's content in inputs. */
export const ruleField = objectField("AlertRuleContent", contentFields, {
  description: "Which alerts a rule is about, and what it says of them; what is left out it says nothing of.",
});

/** What a rule is from then on. @throws Rejection NOT_FOUND for a service that is not registered */
export async function contentOf(log: Log, given: GivenRule): Promise<Pick<WrittenAlertRule, "name" | "match" | "orders" | "active">> {
  const { name, active, labels, integrations, services, withoutService, severities, sendTo, count, withinMinutes } = given;
  const known = await Promise.all(services.map((service) => registered(log, service)));
  const orders = alertOrders.parse({
    severity: given.severity === null || given.severity === "none" ? given.severity : Number(given.severity),
    serviceId: sendTo === null ? null : (await registered(log, sendTo)).serviceId,
    groupBy: given.groupBy,
    threshold: count === null && withinMinutes === null ? null : { count: count ?? 0, withinMs: (withinMinutes ?? 0) * MINUTE_MS },
    maintenance: given.maintenance, incident: given.incident,
  });
  return {
    name, active, orders,
    match: { labels, integrationIds: integrations, serviceIds: known.map(({ serviceId }) => serviceId), withoutService, severities },
  };
}
