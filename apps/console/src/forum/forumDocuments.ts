import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const forumFields = graphql(`
  fragment ForumFields on Forum {
    id title kind vendor firstOn tellDaysBefore state ended nextDueOn overdueDays revision cadence { every unit } owner { id name }
    participants { id name } services { slug name } open { id state dueOn overdueDays findings { open } }
  }
`);
export const forumsDocument = graphql(`
  query Forums($ended: Boolean, $asOf: AsOf) { forums(ended: $ended, asOf: $asOf) { ...ForumFields } }
`, [forumFields]);
/** A series of reviews as lists show it. */
export type ForumLine = ResultOf<typeof forumFields>;

export const forumDocument = graphql(`
  query Forum($id: ID!, $asOf: AsOf) {
    forum(id: $id, asOf: $asOf) {
      ...ForumFields foundedAt
      sittings(first: 50) { id state dueOn heldOn skipped overdueDays attended { name } decisions { undone } findings { open dismissed } }
      history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
    assessments(forum: $id, asOf: $asOf) { id lens { name } progress { questions answered high medium } }
  }
`, [forumFields, historyFields]);
/** A series with everything around it. */
export type ForumRecord = NonNullable<ResultOf<typeof forumDocument>["forum"]>;
/** A lens that the series answers. */
export type Answered = ResultOf<typeof forumDocument>["assessments"][number];

export const sittingDocument = graphql(`
  query Sitting($id: ID!, $asOf: AsOf) {
    sitting(id: $id, asOf: $asOf) {
      id state dueOn today overdueDays begunAt heldOn summary skipped revision moves { from to reason }
      forum { id title kind nextDueOn owner { id name } participants { id name } services { slug name } }
      agenda { id kind title url dueOn done note revision } attended { id name }
      decisions { id text reason by { name } at itemId undone }
      findings { id title text open itemId dismissed became { kind name url } notedBy { name } }
      history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [historyFields]);
/** One review of a series. */
export type SittingRecord = NonNullable<ResultOf<typeof sittingDocument>["sitting"]>;
export type AgendaItem = SittingRecord["agenda"][number];
export type Finding = SittingRecord["findings"][number];

export const foundForum = command("foundForum", "forum { id }");
export const describeForum = command("describeForum", "forum { id }");
export const endForum = command("endForum", "forum { id }");
export const reopenForum = command("reopenForum", "forum { id }");
export const openSitting = command("openSitting", "sitting { id }");
export const moveSitting = command("moveSitting", "sitting { id }");
export const addSittingItem = command("addSittingItem", "sitting { id }");
export const beginSitting = command("beginSitting", "sitting { id }");
export const attendSitting = command("attendSitting", "sitting { id }");
export const talkOfItem = command("talkOfItem", "sitting { id }");
export const decideInSitting = command("decideInSitting", "sitting { id }");
export const undoSittingDecision = command("undoSittingDecision", "sitting { id }");
export const noteFinding = command("noteFinding", "sitting { id }");
export const makeRiskOfFinding = command("makeRiskOfFinding", "sitting { id }");
export const makeActionOfFinding = command("makeActionOfFinding", "sitting { id }");
export const dismissFinding = command("dismissFinding", "sitting { id }");
export const takeUpFinding = command("takeUpFinding", "sitting { id }");
export const closeSitting = command("closeSitting", "sitting { id }");
export const skipSitting = command("skipSitting", "sitting { id }");
export const reopenSitting = command("reopenSitting", "sitting { id }");

/** What is recorded of series and their reviews; and what makes an agenda another one. */
export const forumEvents = [
  "ForumFounded", "ForumDescribed", "ForumEnded", "ForumReopened", "SittingOpened", "SittingMoved", "SittingItemAdded", "SittingBegun",
  "SittingAttended", "SittingItemTalkedOf", "SittingDecided", "SittingDecisionUndone", "FindingNoted", "FindingRewritten", "FindingBecame",
  "FindingDismissed", "FindingTakenUp", "SittingClosed", "SittingSkipped", "SittingReopened", "RiskReviewed", "ActionDuePromised",
  "ActionFinished", "PolicyAcknowledged", "ReviewClosed",
];
