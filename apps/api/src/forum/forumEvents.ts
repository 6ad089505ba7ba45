import type { Cadence, ForumEvent, SittingEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, dayText } from "../words.ts";

/** "every week", "every 2 months". */
const often = ({ every, unit }: Cadence): string => (every === 1 ? `every ${unit}` : `every ${count(every, unit)}`);

/** How the events of forums and their reviews read. */
export const forumSentences: Sentences<ForumEvent | SittingEvent> = {
  ForumFounded: ({ title, cadence, firstOn }, { by }) => `${by} founded ${title}, ${often(cadence)} from ${dayText(firstOn)}`,
  ForumDescribed: (
    { forumId, cadence, reason }, { by, forum }
  ) => `${by} described ${forum(forumId)} anew, ${often(cadence)}${because(reason)}`,
  ForumEnded: ({ forumId, reason }, { by, forum }) => `${by} ended ${forum(forumId)}${because(reason)}`,
  ForumReopened: ({ forumId, reason }, { by, forum }) => `${by} lets ${forum(forumId)} come again${because(reason)}`,
  SittingOpened: ({ forumId, dueOn }, { by, forum }) => `${by} opened ${forum(forumId)} of ${dayText(dueOn)}`,
  SittingMoved: (
    { sittingId, dueOn, reason }, { by, sitting }
  ) => `${by} moved ${sitting(sittingId)} to ${dayText(dueOn)}${because(reason)}`,
  SittingItemAdded: ({ sittingId, title }, { by, sitting }) => `${by} put ${title} on the agenda of ${sitting(sittingId)}`,
  SittingBegun: ({ sittingId, due }, { by, sitting }) => `${by} began ${sitting(sittingId)}, with ${count(due.length, "thing")} due`,
  SittingAttended: ({ sittingId, personId, attends }, { person, sitting }) =>
    `${person(personId)} ${attends ? "is" : "is not"} at ${sitting(sittingId)}`,
  SittingItemTalkedOf: ({ sittingId, done, note }, { by, sitting }) =>
    `${by} ${done ? "went on after" : "went back to"} an item of ${sitting(sittingId)}${because(note)}`,
  SittingDecided: (
    { sittingId, text, reason }, { by, sitting }
  ) => `${by} wrote down what ${sitting(sittingId)} decided, ${text}${because(reason)}`,
  SittingDecisionUndone: ({ sittingId, reason }, { by, sitting }) => `${by} undid a decision of ${sitting(sittingId)}${because(reason)}`,
  FindingNoted: ({ sittingId, title }, { by, sitting }) => `${by} noted a finding of ${sitting(sittingId)}: ${title}`,
  FindingRewritten: ({ sittingId, title }, { by, sitting }) => `${by} rewrote a finding of ${sitting(sittingId)}: ${title}`,
  FindingBecame: ({ sittingId, kind, recordId }, { by, sitting, risk, action }) =>
    `${by} made a finding of ${sitting(sittingId)} into ${kind === "risk" ? risk(recordId) : action(recordId)}`,
  FindingDismissed: ({ sittingId, reason }, { by, sitting }) => `${by} dismissed a finding of ${sitting(sittingId)}${because(reason)}`,
  FindingTakenUp: ({ sittingId, reason }, { by, sitting }) => `${by} took up a finding of ${sitting(sittingId)} again${because(reason)}`,
  SittingClosed: ({ sittingId, heldOn, summary }, { by, sitting }) =>
    `${by} closed ${sitting(sittingId)}, held on ${dayText(heldOn)}${because(summary)}`,
  SittingSkipped: ({ sittingId, reason }, { by, sitting }) => `${by} skipped ${sitting(sittingId)}${because(reason)}`,
  SittingReopened: ({ sittingId, reason }, { by, sitting }) => `${by} reopened ${sitting(sittingId)}${because(reason)}`,
};

/** Whom they concern. */
export const forumTelling: Telling<ForumEvent | SittingEvent> = {
  ForumFounded: "everybody",
  ForumDescribed: "followers",
  ForumEnded: "followers",
  ForumReopened: "followers",
  SittingOpened: "everybody",
  SittingMoved: "followers",
  SittingItemAdded: "followers",
  SittingBegun: "everybody",
  SittingAttended: "followers",
  SittingItemTalkedOf: "followers",
  SittingDecided: "everybody",
  SittingDecisionUndone: "everybody",
  FindingNoted: "followers",
  FindingRewritten: "followers",
  FindingBecame: "followers",
  FindingDismissed: "followers",
  FindingTakenUp: "followers",
  SittingClosed: "everybody",
  SittingSkipped: "everybody",
  SittingReopened: "followers",
};
