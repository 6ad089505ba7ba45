import type { DataOf } from "@ballast/schema";
import { lateness, type Lateness, type Slip } from "../promise/index.ts";

/** Where an action is on its way: proposed while it has no owner or no day, over once somebody else has seen it done or it was dropped. */
export const actionStates = ["proposed", "open", "done", "verified", "dropped"] as const;
export type ActionState = (typeof actionStates)[number];

/** What somebody has to do, as its events tell it. */
export interface KnownAction extends Omit<DataOf<"ActionRegistered">, "number"> {
  readonly status: ActionState;
  /** Of ACT-n; null of one that another system brought: it is called there. */
  readonly number: number | null;
  /** As the other system has said it last; null of one that was registered here. */
  readonly imported: Omit<DataOf<"ActionImported">, "actionId"> | null;
  /** Every promise that was moved, oldest first. */
  readonly slips: readonly Slip[];
  /** Who was told of it, on which of their days; the last of them. */
  readonly reminded: readonly { readonly personId: string; readonly on: string }[];
  /** By whom it was finished, and when: null where another system says so, and not when. */
  readonly finished: { readonly by: string | null; readonly at: string | null; readonly note: string } | null;
  readonly verified: { readonly by: string; readonly note: string } | null;
  /** Why it was dropped; null unless it was. */
  readonly dropped: string | null;
}

export type Action = { readonly status: "absent" } | KnownAction;

/** What an action is called: ACT-12, or what its source calls it. */
export const actionName = ({ number, imported, actionId }: Pick<KnownAction, "number" | "imported" | "actionId">): string =>
  number === null ? (imported?.externalId ?? actionId.slice(0, 8)) : `ACT-${String(number)}`;

/** Whether somebody still has to do it. */
export const isOpenAction = ({ status }: { readonly status: Action["status"] }): boolean => status === "proposed" || status === "open";

/** Where an action that nobody has finished or dropped stands: a promise takes who and until when. */
export const standsAt = ({ ownerId, dueOn }: Pick<KnownAction, "ownerId" | "dueOn">): "proposed" | "open" =>
  ownerId === null || dueOn === null ? "proposed" : "open";

/** How late it is on a day; one that was dropped is late for nobody, and one that was done nobody knows when was done in time. */
export function actionLateness(
  { status, dueOn, slips, finished }: Pick<KnownAction, "status" | "dueOn" | "slips" | "finished">,
  today: string,
): Lateness {
  if (status === "dropped") return { overdue: 0, sinceFirst: 0 };
  return lateness({ dueOn, slips }, today, finished === null ? null : (finished.at?.slice(0, 10) ?? dueOn));
}
