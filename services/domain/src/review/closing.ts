import { Rejection } from "../rejection.ts";

/** How an action that came of a review stands, as far as closing it asks. */
export interface ActionStanding {
  /** What people call it. */
  readonly name: string;
  readonly hasOwner: boolean;
  readonly hasDay: boolean;
}

/** What an action lacks, in words; null where it lacks nothing. */
export function lackingWords({ hasOwner, hasDay }: Pick<ActionStanding, "hasOwner" | "hasDay">): string | null {
  if (hasOwner && hasDay) return null;
  return hasOwner ? "no day yet" : hasDay ? "no owner yet" : "no owner and no day yet";
}

/** So many are named in a refusal. */
const NAMED = 5;

/**
 * In the meeting an action may lack who does it and by when; afterwards nobody would find that out.
 * @throws Rejection ACTIONS_INCOMPLETE, with what each of them lacks
 */
export function refuseIncomplete(actions: readonly ActionStanding[]): void {
  const incomplete = actions.flatMap((action) => {
    const lacking = lackingWords(action);
    return lacking === null ? [] : [`${action.name} has ${lacking}`];
  });
  if (incomplete.length === 0) return;
  const more = incomplete.length > NAMED ? `, and ${String(incomplete.length - NAMED)} more` : "";
  throw new Rejection("ACTIONS_INCOMPLETE", `${incomplete.slice(0, NAMED).join(", ")}${more}`, ["reviewId"]);
}
