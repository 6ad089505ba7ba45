import { minutesFigure } from "@ballast/schema/badMinutes";
import { counted } from "../data/words.ts";
import { dayWords } from "../promises/Due.tsx";
import type { ActionCounts, ActionRecord } from "./actionDocuments.ts";

/** The sentence over the list: what is to be done, and what of it wants somebody. */
export function listSentence({ toDo, late, proposed, unverified }: ActionCounts): string {
  if (toDo.totalCount + unverified.totalCount === 0) return "Nothing is to be done.";
  const parts = [
    late.totalCount > 0 && `${counted(late.totalCount, "is late", "are late")}`,
    proposed.totalCount > 0 && `${counted(proposed.totalCount, "has", "have")} no owner or no day`,
    unverified.totalCount > 0 && `${counted(unverified.totalCount, "waits", "wait")} for somebody to verify it`,
  ].filter((part) => part !== false);
  return `${counted(toDo.totalCount, "action is", "actions are")} to be done${parts.length === 0 ? "" : `; ${parts.join(", ")}`}.`;
}

type Said = Pick<
  ActionRecord,
  | "state" | "owner" | "ownerName" | "dueOn" | "overdueDays" | "daysLate" | "slips" | "cameOf" | "minutesADay" | "priceOfLateness"
  | "finishedBy" | "verifiedBy" | "dropped" | "risk"
>;

/** The sentence of one action: who does it until when, how late it is, and what that costs. */
export function actionSentence(action: Said): string {
  return [standing(action), lateness(action), price(action)].filter((part) => part !== "").join(" ");
}

function standing({ state, owner, ownerName, dueOn, cameOf, finishedBy, verifiedBy, dropped }: Said): string {
  const of = cameOf === null ? "" : ` It came of ${cameOf.name}.`;
  const who = owner?.name ?? ownerName ?? "Nobody yet";
  switch (state) {
    case "proposed": case "open":
      return `${who} ${owner === null && ownerName === null ? "is to do it" : "does it"}, ${dueOn === null ? "and no day is promised" : `promised for ${dayWords(dueOn)}`}.${of}`;
    case "done":
      return `${finishedBy?.name ?? "Another system"} says that it is done; somebody else than ${who} has to verify it.${of}`;
    case "verified":
      return `It is done, and ${verifiedBy?.name ?? "somebody"} has seen it.${of}`;
    case "dropped":
      return `It will not be done: ${dropped ?? "nobody said why"}.${of}`;
  }
}

function lateness({ overdueDays, daysLate, slips }: Said): string {
  const moved = slips.length === 0 ? "" : `moved ${slips.length === 1 ? "once" : `${String(slips.length)} times`}`;
  const late = overdueDays > 0 ? `${counted(overdueDays, "day")} late` : "";
  const since = daysLate > 0 && daysLate !== overdueDays ? `${counted(daysLate, "day")} after the first promise` : "";
  const parts = [late, moved, since].filter((part) => part !== "");
  return parts.length === 0 ? "" : `It is ${parts.join(", ").replace(/^moved/u, "moved")}.`.replace("It is moved", "It was moved");
}

const price = ({ minutesADay, priceOfLateness, daysLate, risk }: Said): string =>
  minutesADay === null || priceOfLateness === null || daysLate === 0
    ? ""
    : `At ${minutesFigure(minutesADay)} bad minutes a day of ${risk?.reference ?? "its risk"}, that has cost ${minutesFigure(priceOfLateness)}.`;
