import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, per100k, reason, slug, text, uuid, webLink } from "../scalars.ts";

/** How a component does, in the words of the field's status pages: from well to worst, maintenance beside them. */
export const componentStatuses = ["operational", "degraded", "partialOutage", "majorOutage", "maintenance"] as const;
export const componentStatus = z.enum(componentStatuses);
export type ComponentStatus = z.infer<typeof componentStatus>;

/** Counting rules that have a name elsewhere, and the page's own. */
export const countingRules = ["statuspage", "incidentio", "own"] as const;

/** How much of a time counts as down, by how bad it was; parts per 100,000. `maintenance`: whether it is time like any other. */
export const countingRule = z.object({
  name: z.enum(countingRules), degraded: per100k, partialOutage: per100k, majorOutage: per100k, maintenance: z.enum(["up", "leftOut"]),
});
export type CountingRule = z.infer<typeof countingRule>;

/** What the named rules are: as Statuspage and Instatus count, and as incident.io does. */
export const namedCountingRules = {
  statuspage: { name: "statuspage", degraded: 0, partialOutage: 30_000, majorOutage: 100_000, maintenance: "up" },
  incidentio: { name: "incidentio", degraded: 0, partialOutage: 100_000, majorOutage: 100_000, maintenance: "up" },
} as const satisfies Readonly<Record<string, CountingRule>>;

/** So many components a page has at most, and so many groups. */
export const MOST_COMPONENTS = 1_000;
export const MOST_GROUPS = 100;

/** What a page is called, whose clock it goes by, and how it counts. */
export const statusPageContent = z.object({
  name: line,
  /** A sentence under the name; empty: none. */
  about: z.string().trim().max(1_000),
  timeZone: line,
  /** As in `en`, `de-CH`. */
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/),
  rule: countingRule,
  logoUrl: webLink.nullable(),
  /** Where readers reach it when it stands elsewhere than here. */
  address: webLink.nullable(),
});
export type StatusPageContent = z.infer<typeof statusPageContent>;

export const pageGroup = z.object({ groupId: uuid, name: line, about: z.string().trim().max(1_000), order: z.int().min(0) });
export type PageGroup = z.infer<typeof pageGroup>;

/** What readers call a service, or a component of one. */
export const pageComponent = z.object({
  componentId: uuid,
  name: line,
  about: z.string().trim().max(1_000),
  groupId: uuid.nullable(),
  order: z.int().min(0),
  serviceId: uuid,
  /** Of the service, as its incidents name it; null: all of it. */
  component: line.nullable(),
  /** Since when it is told of; null: since its service is observed. */
  startedAt: instant.nullable(),
  /** Shown only while it does not work. */
  onlyWhenHurt: z.boolean(),
});
export type PageComponent = z.infer<typeof pageComponent>;

const id = { statusPageId: uuid };

export const statusPageEvents = {
  /** What it says of itself, whole, from then on; one that was retired is back with it. */
  StatusPageDefined: defineEvent({ type: "StatusPageDefined", schema: z.object({ ...id, slug, ...statusPageContent.shape }) }),
  PageGroupPlaced: defineEvent({ type: "PageGroupPlaced", schema: z.object({ ...id, ...pageGroup.shape }) }),
  PageGroupRemoved: defineEvent({ type: "PageGroupRemoved", schema: z.object({ ...id, groupId: uuid }) }),
  PageComponentPlaced: defineEvent({ type: "PageComponentPlaced", schema: z.object({ ...id, ...pageComponent.shape }) }),
  PageComponentRemoved: defineEvent({ type: "PageComponentRemoved", schema: z.object({ ...id, componentId: uuid }) }),
  /** By hand, against what its incidents say; null: they say it again. */
  ComponentStatusSet: defineEvent({
    type: "ComponentStatusSet", schema: z.object({ ...id, componentId: uuid, status: componentStatus.nullable(), reason }),
  }),
  /** A sentence that stands beside a component until it is taken away; null: none. */
  StandingNoticePut: defineEvent({
    type: "StandingNoticePut", schema: z.object({ ...id, componentId: uuid, notice: text.max(500).min(1).nullable() }),
  }),
  StatusPageRetired: defineEvent({ type: "StatusPageRetired", schema: z.object({ ...id, reason }) }),
};
export type StatusPageEvent = EventsOf<typeof statusPageEvents>;
