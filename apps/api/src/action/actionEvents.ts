import type { ActionEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { dayText } from "../words.ts";

const until = (dueOn: string | null): string => (dueOn === null ? "" : ` until ${dayText(dueOn)}`);

const stages = {
  before: "which is due", due: "which is due on", overdue: "which was due", escalated: "whose owner is late since",
} as const;

/** How the events of actions read. */
export const actionSentences: Sentences<ActionEvent> = {
  ActionRegistered: ({ number, title, ownerId, dueOn }, { by, person }) =>
    `${by} registered ACT-${String(number)}, ${title}${until(dueOn)}${ownerId === null ? "" : `, for ${person(ownerId)}`}`,
  ActionImported: ({ externalId, title, state }, { by }) =>
    `${by} imported ${externalId}, ${title}${state === "open" ? "" : `, which is ${state}`}`,
  ActionImportCorrected: ({ actionId, state }, { by, action }) =>
    `${by} imported ${action(actionId)} anew${state === "open" ? "" : `, which is ${state}`}`,
  ActionDescribed: ({ actionId, reason }, { by, action }) => `${by} described ${action(actionId)} anew${because(reason)}`,
  ActionDuePromised: ({ actionId, dueOn, reason }, { by, action }) =>
    `${by} promised ${action(actionId)} for ${dayText(dueOn)}${because(reason)}`,
  ActionFinished: ({ actionId, note }, { by, action }) => `${by} finished ${action(actionId)}${because(note)}`,
  ActionVerified: ({ actionId, note }, { by, action }) => `${by} verified ${action(actionId)}${because(note)}`,
  ActionReminded: ({ actionId, personId, stage, dueOn }, { person, action }) =>
    `It was time to tell ${person(personId)} of ${action(actionId)}, ${stages[stage]} ${dayText(dueOn)}`,
  ActionDropped: ({ actionId, reason }, { by, action }) => `${by} dropped ${action(actionId)}${because(reason)}`,
  ActionReopened: ({ actionId, reason }, { by, action }) => `${by} reopened ${action(actionId)}${because(reason)}`,
};

/** Whom they concern: each is somebody's work; a promise that is moved or given up is everybody's. */
export const actionTelling: Telling<ActionEvent> = {
  ActionRegistered: "followers",
  ActionImported: { silent: "an import brings hundreds; that it ended is told" },
  ActionImportCorrected: { silent: "an import brings hundreds; that it ended is told" },
  ActionDescribed: "followers",
  ActionDuePromised: "followers",
  ActionFinished: "followers",
  ActionVerified: "followers",
  ActionReminded: "followers",
  ActionDropped: "everybody",
  ActionReopened: "everybody",
};
