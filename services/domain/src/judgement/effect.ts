import type { WindowNumbers } from "@ballast/schema";
import { fisherGreater } from "../statistics/fisher.ts";
import { errorsPer100k } from "./errors.ts";
import { duration, share, shareFigure } from "@ballast/schema/words";

/** What a rollback did, as its record keeps it. */
export type Effect = {
  readonly sentence: string;
  /** Whether the errors went away; null when the numbers do not tell. */
  readonly recovered: boolean | null;
  /** Rounded to whole parts per 100,000; null where nothing was measured. */
  readonly beforeErrorsPer100k: number | null;
  readonly afterErrorsPer100k: number | null;
};

/** The lane's numbers before and after traffic went back, and the time between them in ms. */
export type EffectInput = {
  readonly before: WindowNumbers | null;
  readonly after: WindowNumbers | null;
  readonly overMs: number;
  /** Parts per 100,000: what fails below this share is the lane's everyday noise, which no rollback ends. */
  readonly quietBelowPer100k: number;
};

/** Fewer requests than this since the rollback do not show that the errors are gone. */
const ENOUGH_REQUESTS = 20;
/** Less than half the errors of before is a recovery … */
const RECOVERED_SHARE = 0.5;
/** … and a drop that chance explains with more than this probability is none. */
const CHANCE = 0.05;

/** What the rollback did to the share of failing requests. */
export function effectOf({ before, after, overMs, quietBelowPer100k }: EffectInput): Effect {
  const [was, is] = [before && errorsPer100k(before), after && errorsPer100k(after)];
  const rounded = { beforeErrorsPer100k: was === null ? null : Math.round(was), afterErrorsPer100k: is === null ? null : Math.round(is) };
  const unknown = (sentence: string): Effect => ({ sentence, recovered: null, ...rounded });
  if (before === null || was === null) {
    return unknown(
      is === null ? "nothing was measured, so the effect is unknown" : `errors now ${share(is)}; what they were before is unknown`,
    );
  }
  if (after === null || is === null) return unknown(`errors ${share(was)} before; no requests since, so the effect is unknown`);
  const change = `${shareFigure(was)} → ${share(is)} in ${duration(overMs)}`;
  if (before.errors === 0) {
    return is === 0 ? unknown("no errors before or after") : unknown(`errors ${change}: there were none before`);
  }
  if (Math.max(was, is) < quietBelowPer100k) return unknown(`errors were few and stayed few (${change})`);
  if (is >= was * RECOVERED_SHARE) {
    return { sentence: `errors continue, probably not this release (${change})`, recovered: false, ...rounded };
  }
  if (after.requests < ENOUGH_REQUESTS || isPerhapsChance(before, after)) {
    return unknown(`errors ${change}, from only ${after.requests} requests since`);
  }
  return { sentence: `errors ${change}`, recovered: true, ...rounded };
}

function isPerhapsChance(before: WindowNumbers, after: WindowNumbers): boolean {
  const was = { events: before.errors, trials: before.requests };
  return fisherGreater(was, { events: after.errors, trials: after.requests }) > CHANCE;
}
