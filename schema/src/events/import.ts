import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, milliseconds, uuid } from "../scalars.ts";

/** Products whose schedules and escalation policies can be moved here. */
export const onCallProducts = ["opsgenie", "pagerduty", "grafana-oncall"] as const;
export type OnCallProduct = (typeof onCallProducts)[number];

export const importKind = z.enum([
  "incidents", "statuspage", "cachet", "upptime", "releases", "git", "flags", "customers", "checks", "actions", "jira", ...onCallProducts,
]);
export type ImportKind = z.infer<typeof importKind>;
/** Records of every kind at once, as the demonstration's year: nothing comes in by the door of imports under this name. */
export const wholeHistory = "history";
/** What belongs to no service. */
export const kindsOfNoService: readonly ImportKind[] = ["customers", "actions", "jira", ...onCallProducts];

/** A record that could not be used: where it stood and why. */
export const skippedRecord = z.object({ line: z.int().min(0), reason: z.string() });
export type SkippedRecord = z.infer<typeof skippedRecord>;

const counts = { imported: z.int().min(0), updated: z.int().min(0), unchanged: z.int().min(0), skippedCount: z.int().min(0) };

export const importEvents = {
  ImportStarted: defineEvent({
    type: "ImportStarted",
    /** `serviceId`: null where what is imported belongs to no service (customers, actions, schedules). */
    schema: z.object({
      importId: uuid, kind: z.enum([
        ...importKind.options, wholeHistory,
      ]), serviceId: uuid.nullable(), sourceName: line, expectedRecords: z.int().min(0).nullable(),
    }),
    // 1 → 2: what belongs to no service can be imported too; before, everything belonged to one.
    upcasts: [(data) => data],
  }),
  ImportProgressed: defineEvent({
    type: "ImportProgressed",
    schema: z.object({
      importId: uuid, ...counts,
      /** Lines that could not be used since the last progress: an interrupted run still knows them. */
      skipped: z.array(skippedRecord).max(2_000).optional(),
    }),
  }),
  ImportFinished: defineEvent({
    type: "ImportFinished",
    schema: z.object({ importId: uuid, ...counts, skipped: z.array(skippedRecord).max(500), durationMs: milliseconds }),
  }),
  ImportCancelled: defineEvent({ type: "ImportCancelled", schema: z.object({ importId: uuid, reason: z.string() }) }),
};
export type ImportEvent = EventsOf<typeof importEvents>;

/** The installation's counter for `INC-n`: one event a number, by exact revision. Gaps are allowed. */
export const counterEvents = {
  NumberTaken: defineEvent({ type: "NumberTaken", schema: z.object({ number: z.int().min(1), forId: uuid }) }),
};
export type CounterEvent = EventsOf<typeof counterEvents>;
