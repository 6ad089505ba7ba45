import type { DataOf, EventType, SittingEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { refuseFarDay } from "./cadence.ts";
import { evolveSitting } from "./evolveSitting.ts";
import { isOpenFinding, knownSitting, openSitting, type Finding, type KnownSitting, type Sitting } from "./sitting.ts";

type Named<Name extends string, Type extends EventType> = { readonly type: Name; readonly now: string } & DataOf<Type>;

export type SittingCommand =
  /** `movedTo`: held on another day than the one of its series, from the first. */
  | (Named<"OpenSitting", "SittingOpened"> & { readonly movedTo?: string })
  | Named<"MoveSitting", "SittingMoved">
  | Named<"AddSittingItem", "SittingItemAdded">
  | Omit<Named<"BeginSitting", "SittingBegun">, "at">
  | Named<"AttendSitting", "SittingAttended">
  /** `seenRevision`: what was on the writer's screen; null: they have not looked. */
  | (Named<"TalkOfItem", "SittingItemTalkedOf"> & { readonly seenRevision: number | null })
  | Named<"Decide", "SittingDecided">
  | Named<"UndoDecision", "SittingDecisionUndone">
  | Named<"NoteFinding", "FindingNoted">
  | Named<"RewriteFinding", "FindingRewritten">
  | Named<"CarryFinding", "FindingBecame">
  | Named<"DismissFinding", "FindingDismissed">
  | Named<"TakeUpFinding", "FindingTakenUp">
  /** `today`: which day it is on the program's clock. */
  | (Named<"CloseSitting", "SittingClosed"> & { readonly today: string })
  | Named<"SkipSitting", "SittingSkipped">
  | Named<"ReopenSitting", "SittingReopened">;
type Command<Type extends SittingCommand["type"]> = Extract<SittingCommand, { type: Type }>;

/** What one review holds at most of each. */
const MOST = { items: 300, decisions: 200, findings: 200, attended: 200 } as const;
/** So many are named in a refusal. */
const NAMED = 5;

function refuseMore(known: number, most: number, what: string): void {
  if (known >= most) throw new Rejection("TOO_LARGE", `a review has at most ${String(most)} ${what}`, ["sittingId"]);
}

function open({ type: _, now, movedTo, ...data }: Command<"OpenSitting">, sitting: Sitting): readonly SittingEvent[] {
  if (sitting.status !== "absent") return [];
  const { sittingId, dueOn } = data;
  refuseFarDay(movedTo ?? dueOn, now, "dueOn");
  const opened: SittingEvent = { type: "SittingOpened", data };
  if (movedTo === undefined || movedTo === dueOn) return [opened];
  return [opened, { type: "SittingMoved", data: { sittingId, dueOn: movedTo, reason: "opened for this day" } }];
}

function move({ now, sittingId, dueOn, reason }: Command<"MoveSitting">, sitting: KnownSitting): readonly SittingEvent[] {
  if (openSitting(sitting, sittingId).dueOn === dueOn) return [];
  refuseFarDay(dueOn, now, "dueOn");
  return [{ type: "SittingMoved", data: { sittingId, dueOn, reason } }];
}

function refuseUnknownItem({ agenda }: KnownSitting, itemId: string | null): void {
  if (itemId !== null && !agenda.some((item) => item.itemId === itemId))
    throw new Rejection("NOT_FOUND", `there is no such item on the agenda: ${itemId}`, ["itemId"]);
}

function findingOf({ findings }: KnownSitting, findingId: string): Finding {
  const finding = findings.find((one) => one.findingId === findingId);
  if (finding === undefined) throw new Rejection("NOT_FOUND", `there is no finding ${findingId}`, ["findingId"]);
  return finding;
}

/** A record carries it, or it was dismissed: whoever wants another thing takes it up again first. */
function openFinding(sitting: KnownSitting, findingId: string): Finding {
  const finding = findingOf(sitting, findingId);
  if (isOpenFinding(finding)) return finding;
  const what = finding.became === null ? "was dismissed" : `is ${finding.became.kind === "risk" ? "a risk" : "an action"}`;
  throw new Rejection("TRANSITION_NOT_ALLOWED", `“${finding.title}” ${what}: take it up again first`, ["findingId"]);
}

/** A finding that nobody carries on is forgotten the day after. */
function close({ type: _, now: __, today, ...data }: Command<"CloseSitting">, sitting: KnownSitting): readonly SittingEvent[] {
  if (sitting.status === "held") return [];
  openSitting(sitting, data.sittingId);
  if (sitting.status !== "meeting")
    throw new Rejection("MEETING_NOT_BEGUN", `the review of ${sitting.dueOn} has not begun`, ["sittingId"]);
  if (data.heldOn > today) throw new Rejection("INVALID_INPUT", `${data.heldOn} has not come yet`, ["heldOn"]);
  const left = sitting.findings.filter(isOpenFinding);
  if (left.length === 0) return [{ type: "SittingClosed", data }];
  const more = left.length > NAMED ? `, and ${String(left.length - NAMED)} more` : "";
  const named = left.slice(0, NAMED).map(({ title }) => `“${title}”`).join(", ");
  throw new Rejection("FINDINGS_OPEN", `nobody has said what becomes of ${named}${more}`, ["sittingId"]);
}

function undo({ sittingId, decisionId, reason }: Command<"UndoDecision">, sitting: KnownSitting): readonly SittingEvent[] {
  const decision = sitting.decisions.find((one) => one.decisionId === decisionId);
  if (decision === undefined) throw new Rejection("NOT_FOUND", `there is no decision ${decisionId}`, ["decisionId"]);
  return decision.undone === null ? [{ type: "SittingDecisionUndone", data: { sittingId, decisionId, reason } }] : [];
}

function decided({ type: _, now: __, ...data }: Command<"Decide">, sitting: KnownSitting): readonly SittingEvent[] {
  if (sitting.decisions.some(({ decisionId }) => decisionId === data.decisionId)) return [];
  refuseMore(sitting.decisions.length, MOST.decisions, "decisions");
  refuseUnknownItem(sitting, data.itemId);
  return [{ type: "SittingDecided", data }];
}

/** Who was late is shown both texts, as in any review. */
function talk({ type: _, now: __, seenRevision, ...data }: Command<"TalkOfItem">, sitting: KnownSitting): readonly SittingEvent[] {
  refuseUnknownItem(sitting, data.itemId);
  const item = sitting.agenda.find(({ itemId }) => itemId === data.itemId);
  if (item?.done === data.done && item.note === data.note) return [];
  if (item !== undefined && seenRevision !== null && seenRevision !== item.revision) {
    const words = `somebody has said something of it meanwhile. Theirs: "${item.note}". Yours: "${data.note}".`;
    throw new Rejection("LINE_CHANGED", words, ["seenRevision"]);
  }
  return [{ type: "SittingItemTalkedOf", data }];
}

function attend({ type: _, now: __, ...data }: Command<"AttendSitting">, { attended }: KnownSitting): readonly SittingEvent[] {
  if (attended.includes(data.personId) === data.attends) return [];
  if (data.attends) refuseMore(attended.length, MOST.attended, "people");
  return [{ type: "SittingAttended", data }];
}

function add({ type: _, now: __, ...data }: Command<"AddSittingItem">, { agenda }: KnownSitting): readonly SittingEvent[] {
  if (agenda.some(({ itemId }) => itemId === data.itemId)) return [];
  refuseMore(agenda.length, MOST.items, "items");
  return [{ type: "SittingItemAdded", data }];
}

function note({ type: _, now: __, ...data }: Command<"NoteFinding">, sitting: KnownSitting): readonly SittingEvent[] {
  if (sitting.findings.some(({ findingId }) => findingId === data.findingId)) return [];
  refuseMore(sitting.findings.length, MOST.findings, "findings");
  refuseUnknownItem(sitting, data.itemId);
  return [{ type: "FindingNoted", data }];
}

function carry({ type: _, now: __, ...data }: Command<"CarryFinding">, sitting: KnownSitting): readonly SittingEvent[] {
  const { became } = findingOf(sitting, data.findingId);
  if (became?.kind === data.kind && became.recordId === data.recordId) return [];
  openFinding(sitting, data.findingId);
  return [{ type: "FindingBecame", data }];
}

function decideOfFinding(command: Command<"RewriteFinding" | "DismissFinding" | "TakeUpFinding">, sitting: KnownSitting) {
  const finding = findingOf(sitting, command.findingId);
  switch (command.type) {
    case "RewriteFinding": {
      const { type: _, now: __, ...data } = command;
      return finding.title === data.title && finding.text === data.text ? [] : [{ type: "FindingRewritten", data } as const];
    }
    case "DismissFinding": {
      const { type: _, now: __, ...data } = command;
      if (finding.dismissed !== null) return [];
      openFinding(sitting, data.findingId);
      return [{ type: "FindingDismissed", data } as const];
    }
    case "TakeUpFinding": {
      const { type: _, now: __, ...data } = command;
      return isOpenFinding(finding) ? [] : [{ type: "FindingTakenUp", data } as const];
    }
  }
}

function decide(command: SittingCommand, state: Sitting): readonly SittingEvent[] {
  if (command.type === "OpenSitting") return open(command, state);
  const { sittingId } = command;
  const sitting = knownSitting(state, sittingId);
  switch (command.type) {
    case "MoveSitting": return move(command, sitting);
    case "AddSittingItem": return add(command, openSitting(sitting, sittingId));
    case "BeginSitting": {
      const { now: at, due } = command;
      return openSitting(sitting, sittingId).status === "meeting" ? [] : [{ type: "SittingBegun", data: { sittingId, at, due } }];
    }
    case "AttendSitting": return attend(command, openSitting(sitting, sittingId));
    case "TalkOfItem": return talk(command, openSitting(sitting, sittingId));
    case "Decide": return decided(command, openSitting(sitting, sittingId));
    case "UndoDecision": return undo(command, sitting);
    case "NoteFinding": return note(command, openSitting(sitting, sittingId));
    case "CarryFinding": return carry(command, openSitting(sitting, sittingId));
    case "RewriteFinding": case "DismissFinding": case "TakeUpFinding":
      return decideOfFinding(command, openSitting(sitting, sittingId));
    case "CloseSitting": return close(command, sitting);
    case "SkipSitting": {
      const { reason } = command;
      return sitting.status === "skipped" ? [] : (openSitting(sitting, sittingId), [{
        type: "SittingSkipped", data: { sittingId, reason },
      }]);
    }
    case "ReopenSitting": {
      const { reason } = command;
      return sitting.status === "held" || sitting.status === "skipped" ? [{ type: "SittingReopened", data: { sittingId, reason } }] : [];
    }
  }
}

/** One review of a series: there is one for a series and the day that it was opened for, which its id is from. */
export const sittingDecider = aggregate("sitting", {
  initialState: { status: "absent" } as Sitting, evolve: evolveSitting, decide, keyOf: (forumId: string, dueOn: string) => [forumId, dueOn],
});
