import { dayAfter } from "./facts.ts";
import type { Exemption, KnownReadiness } from "./serviceReadiness.ts";

/** Whole days before its end at which people hear of an exemption; 0: on the day on which it is over. */
export const exemptionNotices = [7, 0] as const;
/** The hour of the day, UTC, as the days of exemptions are: in the morning of most who are told. */
const HOUR = 9;

/** A moment at which people are to hear that an exemption ends. */
export interface ExemptionMoment {
  readonly at: string;
  readonly daysLeft: number;
}

/** The moments of an exemption, in order. */
export const exemptionMoments = ({ until }: Pick<Exemption, "until">): readonly ExemptionMoment[] =>
  exemptionNotices.map((daysLeft) => ({ at: `${dayAfter(until, -daysLeft)}T${String(HOUR).padStart(2, "0")}:00:00.000Z`, daysLeft }));

/** Whether another exemption of the same check goes on where this one ends: then nobody needs to hear of that. */
const goesOn = ({ exemptions }: Pick<KnownReadiness, "exemptions">, { exemptionId, checkId, until }: Exemption): boolean =>
  exemptions.some((one) => one.exemptionId !== exemptionId && one.checkId === checkId && one.state === "granted" && one.until > until);

/** Whether people have still to hear of its end: it was granted, nobody has ended it, and what has to be said was not all said. */
export const awaitsEnd = (known: Pick<KnownReadiness, "exemptions">, exemption: Exemption, now: string): boolean =>
  exemption.state === "granted" && !exemption.noticed.includes(0)
  && (dueNotice(known, exemption, now) !== null || exemptionMoments(exemption).some(({ at }) => Date.parse(at) > Date.parse(now)));

/**
 * Which notice of an exemption's end has come by a moment and was not given yet: the nearest, where several have passed. Null where there
 * is none, because it was ended or never granted, or another one takes its place.
 */
export function dueNotice(known: Pick<KnownReadiness, "exemptions">, exemption: Exemption, now: string): number | null {
  if (exemption.state !== "granted" || goesOn(known, exemption)) return null;
  const passed = exemptionMoments(exemption).filter(({ at }) => Date.parse(at) <= Date.parse(now)).map(({ daysLeft }) => daysLeft);
  const nearest = passed.at(-1);
  return nearest === undefined || exemption.noticed.includes(nearest) ? null : nearest;
}
