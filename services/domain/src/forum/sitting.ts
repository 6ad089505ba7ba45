import type { DataOf, DueItem, CarrierKind } from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** What is talked of, and what was said of it. */
export interface AgendaItem extends DueItem {
  readonly done: boolean;
  readonly note: string;
  /** How often something was said of it. */
  readonly revision: number;
}

/** What was decided, by whom and why; `undone` says why it holds no more. */
export interface SittingDecision extends Omit<DataOf<"SittingDecided">, "sittingId"> {
  readonly undone: string | null;
}

/** What was found. It is open until it is a risk, an action, or dismissed. */
export interface Finding extends Omit<DataOf<"FindingNoted">, "sittingId"> {
  readonly became: { readonly kind: CarrierKind; readonly recordId: string } | null;
  readonly dismissed: string | null;
  /** How often it was taken up again: what it becomes then is another record. */
  readonly takenUp: number;
}

export const sittingStates = ["preparing", "meeting", "held", "skipped"] as const;
export type SittingState = (typeof sittingStates)[number];

/** One review of a series. */
export interface KnownSitting extends DataOf<"SittingOpened"> {
  readonly status: SittingState;
  readonly moves: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly begunAt: string | null;
  readonly agenda: readonly AgendaItem[];
  /** Who was there, in the order in which they came. */
  readonly attended: readonly string[];
  readonly decisions: readonly SittingDecision[];
  readonly findings: readonly Finding[];
  readonly heldOn: string | null;
  readonly summary: string;
  readonly skipped: string | null;
}

export type Sitting = { readonly status: "absent" } | KnownSitting;

/** Whether nobody has said yet what becomes of it. */
export const isOpenFinding = ({ became, dismissed }: Pick<Finding, "became" | "dismissed">): boolean =>
  became === null && dismissed === null;

/** Whether it is still to be held, or goes on. */
export const isOpenSitting = ({ status }: Pick<KnownSitting, "status">): boolean => status === "preparing" || status === "meeting";

/**
 * The review, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function knownSitting(sitting: Sitting, sittingId: string): KnownSitting {
  if (sitting.status === "absent") throw new Rejection("NOT_FOUND", `there is no review ${sittingId}`, ["sittingId"]);
  return sitting;
}

/**
 * The review that is not over, or a refusal.
 * @throws Rejection NOT_FOUND, REVIEW_CLOSED
 */
export function openSitting(sitting: Sitting, sittingId: string): KnownSitting {
  const known = knownSitting(sitting, sittingId);
  if (!isOpenSitting(known)) throw new Rejection("REVIEW_CLOSED", `the review of ${known.dueOn} is ${known.status}`, ["sittingId"]);
  return known;
}

/** The latest day that it was due, moved to or held on: the next one comes after it. */
export const lastDayOf = ({ dueOn, moves, heldOn }: Pick<KnownSitting, "dueOn" | "moves" | "heldOn">): string =>
  [dueOn, ...moves.map(({ from }) => from), ...(heldOn === null ? [] : [heldOn])].toSorted().at(-1) ?? dueOn;
