import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, reason, severity, text, uuid } from "../scalars.ts";

/** Whom of a schedule a step calls: who is on call when it is sent, who is next, or everybody who takes turns. */
export const calledOfSchedule = ["onCall", "next", "everyone"] as const;
export type CalledOfSchedule = (typeof calledOfSchedule)[number];

/** Whom a step calls. A schedule that is null is the one that answers for the service. */
export const escalationTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("schedule"), rotationId: uuid.nullable(), who: z.enum(calledOfSchedule) }),
  z.object({ kind: z.literal("person"), personId: uuid }),
]);
export type EscalationTarget = z.infer<typeof escalationTarget>;

/** So many steps at most, and so many targets in each. */
export const mostSteps = 10;
export const mostTargets = 20;

const targets = z.array(escalationTarget).max(mostTargets);

/** A step: whom it calls, and after how many minutes without an answer the next one does. */
export const escalationStep = z.object({ targets: targets.min(1), minutes: z.int().min(1).max(1_440) });
export type EscalationStep = z.infer<typeof escalationStep>;

/** Who is told of incidents by mail and chat and never called for them, from the worst severity down to this one. */
export const stakeholder = z.object({ target: escalationTarget, upTo: severity });
export type Stakeholder = z.infer<typeof stakeholder>;

/** What a policy says. `lastly`: whom the last time around calls when its steps have passed; empty: nobody more. */
export const escalationContent = z.object({
  name: line, description: text, steps: z.array(escalationStep).min(1).max(mostSteps), rounds: z.int().min(1).max(20), lastly: targets,
  /** Left out: nobody is told besides. */
  stakeholders: z.array(stakeholder).max(mostTargets).optional(),
});
export type EscalationContent = z.infer<typeof escalationContent>;

const id = { escalationId: uuid };

/** In which order people are called. */
export const escalationEvents = {
  /** Whole: what it says from then on. A page under way asks it at its next step. */
  EscalationWritten: defineEvent({ type: "EscalationWritten", schema: z.object({ ...id, ...escalationContent.shape, reason: text }) }),
  /** What another product's export says of a policy that came from there: what changed since is what a later import changes. */
  EscalationImported: defineEvent({
    type: "EscalationImported", schema: z.object({ ...id, source: line, sourceId: line, ...escalationContent.shape }),
  }),
  EscalationRetired: defineEvent({ type: "EscalationRetired", schema: z.object({ ...id, reason }) }),
};
export type EscalationEvent = EventsOf<typeof escalationEvents>;

/** What holds for every page unless a service says otherwise; one stream. */
export const pagingEvents = {
  /** The policy of every service that names none; null: person, next person, everyone. */
  DefaultEscalationSet: defineEvent({
    type: "DefaultEscalationSet", schema: z.object({ pagingId: uuid, escalationId: uuid.nullable() }),
  }),
};
export type PagingEvent = EventsOf<typeof pagingEvents>;
