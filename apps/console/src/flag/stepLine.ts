import type { TargetingRecord } from "./flagDocuments.ts";

type Step = TargetingRecord["steps"][number];

/** What of the history moved customers, oldest first. */
export const turnsOf = (steps: readonly Step[]): readonly Step[] =>
  steps.filter(({ event: { type } }) => !/^(?:FlagChange|Ramp|KillExplained)/u.test(type)).toReversed();

/** A point of the line: a moment, and the share from then on (0 while killed). */
export interface LinePoint {
  readonly at: number;
  readonly parts: number;
  readonly killed: boolean;
  readonly step: Step;
}

/** A time in which it was killed, and the incident it was for. */
export interface KilledSpan {
  readonly from: number;
  readonly to: number;
  readonly incident: string | null;
  readonly by: string;
}

/** The step line of a flag's share, up to now. */
export function lineOf(
  steps: readonly Step[],
  now: number,
): { readonly points: readonly LinePoint[]; readonly killed: readonly KilledSpan[]; readonly top: number } {
  const points = turnsOf(steps).map((step): LinePoint => ({
    at: Date.parse(step.event.occurredAt), parts: step.parts, killed: step.killed, step,
  }));
  const killed: KilledSpan[] = [];
  let open: LinePoint | null = null;
  for (const point of points) {
    if (point.killed && open === null) open = point;
    if (!point.killed && open !== null) {
      killed.push(spanOf(open, point.at));
      open = null;
    }
  }
  if (open !== null) killed.push(spanOf(open, now));
  const highest = Math.max(1_000, ...points.map(({ parts }) => parts));
  return { points, killed, top: [5_000, 10_000, 25_000, 50_000].find((line) => line >= highest) ?? 100_000 };
}

const spanOf = ({ at, step }: LinePoint, to: number): KilledSpan => ({
  from: at, to, incident: step.incident?.reference ?? null, by: step.event.actor.name,
});
