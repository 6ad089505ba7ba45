import type { RotationEvent } from "@ballast/schema";
import { everybodyAt, shiftsOf } from "../oncall/schedule.ts";
import { dutiesWithin } from "../oncall/duties.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { Swap } from "./layers.ts";
import { addOverrides } from "./overriding.ts";
import type { CommandOf, CreatedRotation } from "./rotation.ts";

/** A pager that was taken where nobody would follow for long is given back after so long, ms: half a day. */
const LONGEST_MS = 12 * 3_600_000;
const MOST_OPEN = 100;
/** Of a longer time somebody else takes the turns altogether; working out the shifts of ages would take all memory. */
const LONGEST_ASKED_MS = 366 * 86_400_000;

export function askSwap({ type, now, ...asked }: CommandOf<"AskSwap">, rotation: CreatedRotation): readonly RotationEvent[] {
  const { rotationId, swapId, personId, from, to } = asked;
  const known = rotation.swaps.find((swap) => swap.swapId === swapId);
  if (known !== undefined) {
    const { state, takenBy, overrideId, ...before } = known;
    if (sameContent({ rotationId, ...before }, asked)) return [];
    throw new Rejection("ALREADY_EXISTS", `swap ${swapId} was asked for another time`, ["swapId"]);
  }
  if (instantOf(from) >= instantOf(to)) throw new Rejection("INVALID_INPUT", `${from} is not before ${to}`, ["to"]);
  if (instantOf(to) <= instantOf(now)) throw new Rejection("INVALID_INPUT", `that shift was over at ${to}`, ["to"]);
  if (instantOf(to) - instantOf(from) > LONGEST_ASKED_MS)
    throw new Rejection("INVALID_INPUT", "a stand-in is asked for a year at most: for longer, change who takes turns", ["to"]);
  if (rotation.swaps.filter(({ state }) => state === "open").length >= MOST_OPEN)
    throw new Rejection("INVALID_INPUT", `${String(MOST_OPEN)} shifts are asked for already`, ["rotationId"]);
  if (shiftsOf({ ...rotation, left: new Map() }, personId, { from, to }).length === 0)
    throw new Rejection("INVALID_INPUT", `they are not on call from ${from} to ${to}: there is nothing to stand in for`, ["from"]);
  return [{ type: "SwapAsked", data: asked }];
}

/** Who asked, asks no more. */
export function withdrawSwap(
  { rotationId, swapId, personId }: CommandOf<"WithdrawSwap">, rotation: CreatedRotation,
): readonly RotationEvent[] {
  const swap = swapIn(rotation, swapId);
  if (swap.personId !== personId) throw new Rejection("NOT_ALLOWED", "only who asked for a stand-in withdraws that", ["swapId"]);
  if (swap.state === "withdrawn") return [];
  if (swap.state === "taken") throw new Rejection("TRANSITION_NOT_ALLOWED", "somebody took it: take the stand-in away instead", ["swapId"]);
  return [{ type: "SwapWithdrawn", data: { rotationId, swapId } }];
}

/** The first volunteer has it. */
export function takeSwap(
  { rotationId, swapId, personId, overrideId, now, left }: CommandOf<"TakeSwap">, rotation: CreatedRotation,
): readonly RotationEvent[] {
  const swap = swapIn(rotation, swapId);
  if (swap.state === "taken" && swap.takenBy === personId) return [];
  if (swap.state !== "open") {
    const why = swap.state === "taken" ? "somebody took it already" : "nobody is asked any more";
    throw new Rejection("TRANSITION_NOT_ALLOWED", why, ["swapId"]);
  }
  if (swap.personId === personId) throw new Rejection("INVALID_INPUT", "nobody stands in for themselves: withdraw it", ["swapId"]);
  const { from, to, reason } = swap;
  const ahead = { from: instantOf(from) < instantOf(now) ? now : from, to };
  // The schedule may have changed since, or they have left: who takes what is nobody's would be told that they stand in, and do not.
  if (instantOf(to) > instantOf(now) && shiftsOf({ ...rotation, left }, swap.personId, ahead).length === 0)
    throw new Rejection("TRANSITION_NOT_ALLOWED", "they are not on call then any more: there is nothing to stand in for", ["swapId"]);
  return [
    ...addOverrides({ rotationId, now, overrides: [{ overrideId, personId, from, to, reason, insteadOf: swap.personId }] }, rotation),
    { type: "SwapTaken", data: { rotationId, swapId, personId, askedBy: swap.personId, overrideId, from, to } },
  ];
}

/** The pager is theirs alone until the shift that runs would end: whoever follows then has it as planned. */
export function takeOver(
  { rotationId, personId, overrideId, now, left }: CommandOf<"TakeOver">, rotation: CreatedRotation,
): readonly RotationEvent[] {
  if (rotation.overrides.some((override) => override.overrideId === overrideId)) return [];
  const has = everybodyAt({ ...rotation, left }, now);
  if (has.length === 1 && has[0] === personId) return [];
  const start = instantOf(now);
  const [running] = dutiesWithin({ ...rotation, left }, { from: start, to: start + LONGEST_MS });
  const until = new Date(running?.to ?? start + LONGEST_MS).toISOString();
  const override = { overrideId, personId, from: now, to: until, reason: "took over now", insteadOf: null };
  const fromPersonIds = has.filter((id) => id !== personId);
  return [
    ...addOverrides({ rotationId, now, overrides: [override] }, rotation),
    { type: "PagerTakenOver", data: { rotationId, personId, fromPersonIds: [...fromPersonIds], overrideId, until } },
  ];
}

function swapIn({ swaps, name }: CreatedRotation, swapId: string): Swap {
  const swap = swaps.find((each) => each.swapId === swapId);
  if (swap === undefined) throw new Rejection("NOT_FOUND", `nobody asked for swap ${swapId} in "${name}"`, ["swapId"]);
  return swap;
}
