import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid, webLink } from "../scalars.ts";

/** Whether it mends what has just broken, or changes how things are. */
export const actionKinds = ["shortTerm", "longTerm"] as const;
export type ActionKind = (typeof actionKinds)[number];
/** Where another system says that it stands. */
export const importedActionStates = ["open", "done", "dropped"] as const;

/** Ahead of the day, on it, after it; and to whom its owner reports, and so on. */
export const reminderStages = ["before", "due", "overdue", "escalated"] as const;
export type ReminderStage = (typeof reminderStages)[number];

const id = { actionId: uuid };
const day = z.iso.date();

/** What it came of: a record of any kind, by the name of its streams (incident, risk, review, …); null: somebody thought of it. */
export const actionSource = z.object({ kind: z.string().regex(/^[a-zA-Z]{1,40}$/), recordId: uuid });
export type ActionSource = z.infer<typeof actionSource>;

const described = {
  kind: z.enum(actionKinds),
  title: line,
  text,
  /** Null while nobody has taken it on. */
  ownerId: uuid.nullable(),
  /** Tickets, and pages about it. */
  links: z.array(webLink).max(20),
  /** The risk that it makes smaller: what that costs is the price of being late. */
  riskId: uuid.nullable(),
};

/** An action as another system has it. */
const imported = {
  ...id,
  /** Its id there. */
  externalId: line,
  kind: z.enum(actionKinds), title: line, text,
  ownerId: uuid.nullable(),
  /** What the other system calls who does it; they may not be known here. */
  ownerName: line.nullable(),
  dueOn: day.nullable(),
  links: z.array(webLink).max(20),
  source: actionSource.nullable(),
  /** What the other system calls what it came of; the record itself may not be known here. */
  cameOf: line.nullable(),
  state: z.enum(importedActionStates),
  doneAt: instant.nullable(),
};

/** What somebody has to do, from a review, an incident, a risk or by hand. */
export const actionEvents = {
  ActionRegistered: defineEvent({
    type: "ActionRegistered",
    schema: z.object({ ...id, number: z.int().min(1), ...described, dueOn: day.nullable(), source: actionSource.nullable() }),
  }),
  /** Another system has it. */
  ActionImported: defineEvent({ type: "ActionImported", schema: z.object(imported) }),
  /** The other system says something else of it than before. What was changed here, and not there, stays. */
  ActionImportCorrected: defineEvent({ type: "ActionImportCorrected", schema: z.object(imported) }),
  ActionDescribed: defineEvent({ type: "ActionDescribed", schema: z.object({ ...id, ...described, reason: reason.nullable() }) }),
  /** A day is promised: the first one, or another one than before. */
  ActionDuePromised: defineEvent({ type: "ActionDuePromised", schema: z.object({ ...id, dueOn: day, reason: text }) }),
  ActionFinished: defineEvent({
    type: "ActionFinished", schema: z.object({ ...id, finishedBy: uuid, finishedAt: instant, note: text }),
  }),
  /** Somebody else has seen that it is done. */
  ActionVerified: defineEvent({ type: "ActionVerified", schema: z.object({ ...id, verifierId: uuid, note: text }) }),
  /** It was time to tell somebody of it; `on` is the day on their clock. */
  ActionReminded: defineEvent({
    type: "ActionReminded", schema: z.object({ ...id, personId: uuid, on: day, stage: z.enum(reminderStages), dueOn: day }),
  }),
  ActionDropped: defineEvent({ type: "ActionDropped", schema: z.object({ ...id, reason }) }),
  ActionReopened: defineEvent({ type: "ActionReopened", schema: z.object({ ...id, reason }) }),
};
export type ActionEvent = EventsOf<typeof actionEvents>;
