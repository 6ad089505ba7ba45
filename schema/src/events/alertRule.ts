import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, milliseconds, severity, text, uuid } from "../scalars.ts";

/** How a label is compared. One that an alert has not is none of any values, and begins with nothing. */
export const labelComparisons = ["oneOf", "noneOf", "startsWith"] as const;

/** What is asked of a label of an alert. */
export const labelCondition = z.object({
  label: line, is: z.enum(labelComparisons), values: z.array(z.string().max(1_000)).min(1).max(50),
});
export type LabelCondition = z.infer<typeof labelCondition>;

/** Which alerts a rule is about: those that meet all of it. Empty: whatever it is there. */
export const alertMatch = z.object({
  labels: z.array(labelCondition).max(20),
  integrationIds: z.array(uuid).max(50),
  serviceIds: z.array(uuid).max(100),
  /** Only those that are of no service, so far. */
  withoutService: z.boolean(),
  /** Incident severities that it stands for, so far. */
  severities: z.array(severity).max(4),
});
export type AlertMatch = z.infer<typeof alertMatch>;

/** So many within that time. */
export const alertThreshold = z.object({ count: z.int().min(2).max(100), withinMs: milliseconds.min(60_000).max(86_400_000) });
export type AlertThreshold = z.infer<typeof alertThreshold>;

/** What a rule says of the alerts that it is about; null or empty: nothing of that. */
export const alertOrders = z.object({
  /** Which incident severity it stands for; `none`: it calls nobody. */
  severity: z.union([severity, z.literal("none")]).nullable(),
  /** The service that it is about. */
  serviceId: uuid.nullable(),
  /** Alerts with the same values of these labels share an incident of their own. */
  groupBy: z.array(line).max(10),
  /** An incident only once it has happened so often within that time. */
  threshold: alertThreshold.nullable(),
  /** While its service is in maintenance: nobody is called (`hold`; what outlasts it comes through then), or as ever. */
  maintenance: z.enum(["hold", "pass"]).nullable(),
  /** Declares an incident where there is none, only joins one that is open, or neither. */
  incident: z.enum(["declare", "join", "never"]).nullable(),
});
export type AlertOrders = z.infer<typeof alertOrders>;

/** Which part of an alert's way a rule has a word in. */
export const alertMatters = ["severity", "service", "group", "threshold", "maintenance", "incident"] as const;
export type AlertMatter = (typeof alertMatters)[number];

/** What became of an alert: as rules said when it fired, or later, once it was let through. */
export const rulingOutcomes = ["declares", "joins", "counted", "held", "recorded"] as const;
export type RulingOutcome = (typeof rulingOutcomes)[number];

/** What rules made of an alert, and which of them said what. */
export const alertRuling = z.object({
  at: instant, outcome: z.enum(rulingOutcomes),
  severity: severity.nullable(), serviceId: uuid.nullable(),
  /** The service that its label or its integration named, before rules had a word. */
  namedServiceId: uuid.nullable(),
  /** What it counts, or has its incident, together with: by which rule, and by which values. `own`: that incident is nobody else's. */
  group: z.object({ ruleId: uuid, values: z.array(z.string().max(1_000)).max(10), own: z.boolean(), label: text }).nullable(),
  threshold: alertThreshold.nullable(),
  /** Whether an incident is declared for it where there is none: `join` only joins one. */
  incident: z.enum(["declare", "join", "never"]),
  /** The maintenance that holds it, until then. */
  held: z.object({ maintenanceId: uuid, until: instant }).nullable(),
  because: z.array(z.object({ ruleId: uuid, number: z.int().min(1), matter: z.enum(alertMatters) })).max(6),
});
export type AlertRuling = z.infer<typeof alertRuling>;

const id = { ruleId: uuid };

export const alertRuleEvents = {
  /** What it is from then on. */
  AlertRuleWritten: defineEvent({
    type: "AlertRuleWritten",
    schema: z.object({
      ...id, number: z.int().min(1), name: line, match: alertMatch, orders: alertOrders,
      /** Its place among the others: those with smaller ones are asked first. */
      place: z.number(),
      active: z.boolean(), reason: text,
    }),
  }),
  AlertRuleMoved: defineEvent({ type: "AlertRuleMoved", schema: z.object({ ...id, place: z.number() }) }),
  AlertRuleTurned: defineEvent({ type: "AlertRuleTurned", schema: z.object({ ...id, active: z.boolean(), reason: text }) }),
  AlertRuleRemoved: defineEvent({ type: "AlertRuleRemoved", schema: z.object({ ...id, reason: text }) }),
};
export type AlertRuleEvent = EventsOf<typeof alertRuleEvents>;

const group = { groupId: uuid };

/** Alerts that count, or have an incident, together: a stream for each rule and set of values. */
export const alertGroupEvents = {
  /** Each once, by its episode; `at`: when Ballast heard of it. */
  OccurrencesCounted: defineEvent({
    type: "OccurrencesCounted",
    schema: z.object({
      ...group, threshold: alertThreshold,
      occurrences: z.array(z.object({ alertId: uuid, episodeId: uuid, at: instant })).min(1).max(500),
    }),
  }),
  /** Which incident is theirs from now on. */
  GroupIncidentNamed: defineEvent({ type: "GroupIncidentNamed", schema: z.object({ ...group, incidentId: uuid, label: text }) }),
};
export type AlertGroupEvent = EventsOf<typeof alertGroupEvents>;
