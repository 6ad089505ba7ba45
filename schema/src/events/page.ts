import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { pageChannels, pageSteps, urgencies } from "../paging.ts";
import { instant, line, milliseconds, replacedRun, severity, text, uuid } from "../scalars.ts";

export const pageChannel = z.enum(pageChannels);

const repeatEveryMs = 30 * 60_000;
/**
 * How long a page waits before it goes on, how often it starts over at once, and after which pause it begins again while nobody answers.
 */
export const pagePolicy = z.object({ acknowledgeWithinMs: milliseconds, rounds: z.int().min(1).max(50), repeatEveryMs: milliseconds });
export type PagePolicy = z.infer<typeof pagePolicy>;
/** Five minutes to each of person, next person, everyone; six times over, and again every half an hour. */
export const defaultPagePolicy: PagePolicy = { acknowledgeWithinMs: 5 * 60_000, rounds: 6, repeatEveryMs };

export const pageStep = z.enum(pageSteps);

const id = { pageId: uuid };
const attempt = { key: line, step: pageStep, round: z.int().min(0), personId: uuid, channel: pageChannel };

/** A policy that a page goes by, and the schedules that answer for those of its services that use it. */
export const pageEscalation = z.object({ escalationId: uuid, rotationIds: z.array(uuid) });
export type PageEscalation = z.infer<typeof pageEscalation>;

/**
 * Where a claimed step stands in its round, as what was asked said then: the how-manyth, from 0, of how many, how long it waits for an
 * answer, and how often the page starts over.
 */
export const pageRung = z.object({
  place: z.int().min(0), of: z.int().min(1), waitMs: milliseconds, rounds: z.int().min(1).max(50),
});
export type PageRung = z.infer<typeof pageRung>;

/**
 * Why a page was asked for that no incident's response asked for: somebody handed one on (`fromPageId`), wanted to look again, or called
 * others in. `firstIds` are called before anybody else; whom the page names besides is called when they do not answer.
 */
export const pageOrigin = z.object({
  kind: z.enum(["handedOn", "lookAgain", "calledIn"]), personId: uuid, fromPageId: uuid.nullable(), firstIds: z.array(uuid).max(50),
});
export type PageOrigin = z.infer<typeof pageOrigin>;

/** To whom a page is handed on, or who is called into an incident: a person, who is on call of a schedule, or whom a policy calls. */
export const pageReceiver = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person"), personId: uuid }), z.object({ kind: z.literal("schedule"), rotationId: uuid }),
  z.object({ kind: z.literal("policy"), escalationId: uuid }),
]);
export type PageReceiver = z.infer<typeof pageReceiver>;

/** So far ahead somebody may say that they look again, ms. */
export const lookAgainWithinMs = 7 * 86_400_000;

/**
 * How urgent a step was when it was claimed, and by what: its severity, or the hours of its services. `until`: when those hours begin, at
 * which whoever has not answered is called anew; null: at no moment.
 */
export const pageUrgency = z.object({
  level: z.enum(urgencies), because: z.enum(["severity", "withinHours", "outsideHours"]), until: instant.nullable(),
});
export type PageUrgency = z.infer<typeof pageUrgency>;

/** One message that a step sends: to whom, through what, and how long after the step began, ms. */
export const plannedSend = z.object({ key: line, personId: uuid, channel: pageChannel, afterMs: milliseconds });
export type PlannedSend = z.infer<typeof plannedSend>;

/**
 * Version 2: the rotations of all services are called, not of the first alone; the severity it was asked for with; calling begins again.
 */
const everyRotation: Upcast = ({ rotationId, policy, ...request }) => ({
  ...request,
  severity: null,
  rotationIds: typeof rotationId === "string" ? [rotationId] : [],
  policy: { repeatEveryMs, ...(typeof policy === "object" ? policy : {}) },
});

/** Version 3: policies of escalation. Until then rotations were called by what is built in. */
const withoutPolicies: Upcast = (request) => ({ ...request, escalations: [] });
/** Version 2: where the step stands, as its policy said. Until then there were three of them. */
const builtIn: Upcast = (claim) => ({ ...claim, rung: null });
/** Version 3: who is called says when by which channel. Until then all of them were used at once. */
const allAtOnce: Upcast = ({ sends, ...claim }) => ({
  ...claim, sends: (Array.isArray(sends) ? sends : []).map((send: unknown) => ({ afterMs: 0, ...(typeof send === "object" ? send : {}) })),
});

export const pageEvents = {
  PageRequested: defineEvent({
    type: "PageRequested",
    upcasts: [everyRotation, withoutPolicies],
    /** Nobody named: everybody who answers incidents. `rotationIds` are those of services without a policy. */
    schema: z.object({
      ...id, incidentId: uuid, purpose: z.enum(["responders", "commander"]), severity: severity.nullable(), rotationIds: z.array(uuid),
      escalations: z.array(pageEscalation), personIds: z.array(uuid), reason: text, policy: pagePolicy, origin: pageOrigin.optional(),
    }),
  }),
  PageStarted: defineEvent({
    type: "PageStarted", schema: z.object({ ...id, requestEventId: uuid, workflowId: z.string(), runId: z.string() }),
  }),
  /** The run that called people was lost in the workflow engine; this one calls on from where it stood. */
  PageRunReplaced: defineEvent({ type: "PageRunReplaced", schema: z.object({ ...id, ...replacedRun }) }),
  /** A step begins: its clock runs from here, whatever its channels do. Won by one sender at an exact revision. */
  PageStepClaimed: defineEvent({
    type: "PageStepClaimed", upcasts: [builtIn, allAtOnce],
    /**
     * `rung` null: a step of what is built in. `watchdog`: the workflow engine did not answer, and the watchdog of this worker has won it;
     * left out: a run has. Whoever has won a step sends it, nobody else. `urgency` left out: it was as the severity is.
     */
    schema: z.object({
      ...id, step: pageStep, round: z.int().min(0), sends: z.array(plannedSend), rung: pageRung.nullable(), watchdog: uuid.optional(),
      urgency: pageUrgency.optional(),
    }),
  }),
  /** Handed to the channel. Never twice for the same key = incident + step + round + person + channel. */
  PageSent: defineEvent({ type: "PageSent", schema: z.object({ ...id, ...attempt, address: z.string(), sentAt: instant }) }),
  PageDeliveryRefused: defineEvent({
    type: "PageDeliveryRefused",
    schema: z.object({
      ...id, key: line, step: pageStep, round: z.int().min(0), personId: uuid.nullable(), channel: pageChannel.nullable(), reason: text,
    }),
  }),
  /**
   * A try that may be repeated. `mayHaveArrived`: the channel fell silent with the message in its hands. `triesAgain`: in the background.
   */
  PageDeliveryFailed: defineEvent({
    type: "PageDeliveryFailed",
    schema: z.object({ ...id, ...attempt, attempt: z.int().min(0), mayHaveArrived: z.boolean(), triesAgain: z.boolean(), reason: text }),
  }),
  /** The provider says that it arrived. `late`: it had been given up before. */
  PageDelivered: defineEvent({ type: "PageDelivered", schema: z.object({ ...id, ...attempt, late: z.boolean() }) }),
  /** What was handed over did not arrive: the provider says so, or says nothing in time. */
  PageNotDelivered: defineEvent({
    type: "PageNotDelivered", schema: z.object({ ...id, ...attempt, cause: z.enum(["failed", "noReceipt"]), reason: text }),
  }),
  PageEscalated: defineEvent({ type: "PageEscalated", schema: z.object({ ...id, to: pageStep, round: z.int().min(0), reason: text }) }),
  /**
   * All rounds passed and nobody answered. It stays open; `againAt`: when calling begins again, null where the severity asks for no more.
   */
  PageUnanswered: defineEvent({ type: "PageUnanswered", schema: z.object({ ...id, round: z.int().min(0), againAt: instant.nullable() }) }),
  /** `late`: paging had ended before. `sentAt`: when this page was first handed to anybody, null if never. */
  PageAcknowledged: defineEvent({
    type: "PageAcknowledged", schema: z.object({ ...id, personId: uuid, late: z.boolean(), sentAt: instant.nullable() }),
  }),
  /** Who has answered wants to be called again then, unless it is over or somebody else's; null: not any more. The last word holds. */
  LookAgainSet: defineEvent({ type: "LookAgainSet", schema: z.object({ ...id, personId: uuid, at: instant.nullable() }) }),
  /** It is somebody else's from now on: they are called by another page, and this one calls nobody any more. */
  PageHandedOn: defineEvent({
    type: "PageHandedOn", schema: z.object({ ...id, toPageId: uuid, personId: uuid, to: pageReceiver, note: text }),
  }),
  PageStopped: defineEvent({ type: "PageStopped", schema: z.object({ ...id, reason: text }) }),
};
export type PageEvent = EventsOf<typeof pageEvents>;
