import { ids } from "@ballast/eventlog";
import type { Mutation } from "../commands/defineMutation.ts";
import {
  dayField, flagField, idField, intField, lineField, noteField, optional, otherwise, partIdField, reasonField,
} from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import { openScope } from "../graphql/scope.ts";
import { z } from "zod";
import { dueFor } from "./agenda.ts";
import { othersOver } from "./oneOpen.ts";
import { dayOn } from "./forumType.ts";
import { changeSitting } from "./changeSitting.ts";

const itemField = partIdField("The item of the agenda.");
const aboutItem = optional(partIdField("The item of the agenda that it is about."));
const decisionField = partIdField("The decision.");
const findingField = partIdField("The finding.");

/** What is done with one review. What its findings become stands in `findingMutations.ts`. */
export const sittingMutations: readonly Mutation[] = [
  changeSitting("moveSitting", {
    description: "Moves a review that was not held to another day. Every day is kept, with who moved it and why.",
    owners: true,
    input: { dueOn: dayField("The day, as 2026-12-15."), reason: reasonField("Why.") },
    command: ({ sittingId, dueOn, reason }, { run }) => ({ type: "MoveSitting", now: run.now, sittingId, dueOn, reason }),
  }),
  changeSitting("addSittingItem", {
    description: "Puts something on the agenda that is not due.",
    input: { title: lineField("What to talk of.") },
    command: ({ sittingId, title }, { run }) =>
      ({ type: "AddSittingItem", now: run.now, sittingId, itemId: ids.part(run.commandId, "item"), title }),
  }),
  changeSitting("beginSitting", {
    description: "Begins a review: its agenda is what is due now, and stays.",
    owners: true,
    input: {},
    command({ sittingId }, { run, context, forum, sitting }) {
      const row = context.readModel.forums.get(forum.forumId);
      const due = row === undefined ? [] : dueFor(openScope(context), row, sitting.dueOn);
      return { type: "BeginSitting", now: run.now, sittingId, due: [...due] };
    },
  }),
  changeSitting("attendSitting", {
    description: "Says who is there.",
    input: {
      personId: optional(idField("Person", "Who; the caller unless told.")), attends: otherwise(flagField("Whether they are."), true),
    },
    async command({ sittingId, personId, attends }, { run, context }) {
      await refuseStrangers(context.log, [personId ?? run.by], ["personId"]);
      return { type: "AttendSitting", now: run.now, sittingId, personId: personId ?? run.by, attends };
    },
  }),
  changeSitting("talkOfItem", {
    description: "Says that an item of the agenda was talked of, or is still to be, and what was said.",
    input: {
      itemId: itemField, done: otherwise(flagField("Whether it was talked of."), true), note: noteField("What was said."),
      seenRevision: optional(intField("The item's revision that you have seen; refused with both texts where it is another one.", z.int().min(0))),
    },
    command: ({ sittingId, itemId, done, note, seenRevision }, { run }) => ({
      type: "TalkOfItem", now: run.now, sittingId, itemId, done, note, seenRevision,
    }),
  }),
  changeSitting("decideInSitting", {
    description: "Writes down what a review decided, and why.",
    input: { text: reasonField("What was decided."), reason: reasonField("Why."), itemId: aboutItem },
    command: ({ sittingId, text, reason, itemId }, { run }) => ({
      type: "Decide", now: run.now, sittingId, decisionId: ids.part(run.commandId, "decision"), text, reason, decidedBy: run.by, itemId,
    }),
  }),
  changeSitting("undoSittingDecision", {
    description: "Says that a decision holds no more. It stays where it was taken.",
    input: { decisionId: decisionField, reason: reasonField("Why.") },
    command: ({ sittingId, decisionId, reason }, { run }) => ({ type: "UndoDecision", now: run.now, sittingId, decisionId, reason }),
  }),
  changeSitting("noteFinding", {
    description: "Writes down what a review found. Before it is closed it is a risk, an action, or dismissed.",
    input: { title: lineField("What it is about."), text: noteField("More of it."), itemId: aboutItem },
    command: ({ sittingId, title, text, itemId }, { run }) => ({
      type: "NoteFinding", now: run.now, sittingId, findingId: ids.part(run.commandId, "finding"), title, text, notedBy: run.by, itemId,
    }),
  }),
  changeSitting("rewriteFinding", {
    description: "Says a finding in other words.",
    input: { findingId: findingField, title: lineField("What it is about."), text: noteField("More of it.") },
    command: ({ sittingId, findingId, title, text }, { run }) => ({
      type: "RewriteFinding", now: run.now, sittingId, findingId, title, text,
    }),
  }),
  changeSitting("dismissFinding", {
    description: "Says that nothing has to come of a finding.",
    input: { findingId: findingField, reason: reasonField("Why.") },
    command: ({ sittingId, findingId, reason }, { run }) => ({ type: "DismissFinding", now: run.now, sittingId, findingId, reason }),
  }),
  changeSitting("takeUpFinding", {
    description: "Opens a finding again, whatever became of it. A risk or an action that carried it stays as it is.",
    input: { findingId: findingField, reason: reasonField("Why.") },
    command: ({ sittingId, findingId, reason }, { run }) => ({ type: "TakeUpFinding", now: run.now, sittingId, findingId, reason }),
  }),
  changeSitting("closeSitting", {
    description: "Closes a review that was held. Refused while a finding is neither a risk, an action nor dismissed.",
    owners: true,
    input: {
      heldOn: optional(dayField("The day on which it was held; today unless told.")), summary: noteField("What is to be remembered."),
    },
    command({ sittingId, heldOn, summary }, { run, context }) {
      const today = dayOn(run.now, { asOf: undefined, context });
      return { type: "CloseSitting", now: run.now, sittingId, heldOn: heldOn ?? today, today, summary };
    },
  }),
  changeSitting("skipSitting", {
    description: "Says that there is no review this time.",
    owners: true,
    input: { reason: reasonField("Why.") },
    command: ({ sittingId, reason }, { run }) => ({ type: "SkipSitting", now: run.now, sittingId, reason }),
  }),
  changeSitting("reopenSitting", {
    description: "Opens a review again that was closed or skipped.",
    owners: true,
    input: { reason: reasonField("Why.") },
    async command({ sittingId, reason }, { run, context, forum }) {
      return {
        command: { type: "ReopenSitting", now: run.now, sittingId, reason },
        decidedOn: await othersOver(context, { forum, sittingId, now: run.now }),
      };
    },
  }),
];
