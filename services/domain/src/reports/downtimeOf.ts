import type { DowntimeIncident } from "./availabilityReport.ts";
import { lastingIntervals, type Pause } from "./milestones.ts";

/** When and how much an incident hurt, as its record says. Times in ISO. */
export interface HurtTimes {
  readonly id: string;
  readonly impact: string;
  readonly startedAt: string;
  readonly resolvedAt: string | null;
  readonly components: readonly string[];
  readonly pauses: readonly Pause[];
  /** Times in which single components were hurt; where there are some they stand in for start to resolution. */
  readonly hurt: readonly {
    readonly component: string;
    readonly impact: string;
    /** Parts per 100,000. */
    readonly share: number | null;
    readonly startedAt: string;
    readonly endedAt: string | null;
  }[];
  /** Whether people work on it, so that what has no end goes on until now. */
  readonly open: boolean;
}

/** An incident as the availability figures need it. */
export function downtimeOf(
  { id, impact, startedAt, resolvedAt, components, pauses, hurt, open }: HurtTimes,
  now: string,
): DowntimeIncident {
  const own = hurt.map(({ startedAt: from, endedAt: to, component, impact: level, share }) => ({
    from, to, components: [component], impact: level, share,
  }));
  const intervals =
    own.length > 0 || pauses.length === 0
      ? own
      : lastingIntervals({ from: startedAt, to: resolvedAt ?? now }, pauses).map((part) => ({ ...part, components: [...components] }));
  return { id, impact, startedAt, resolvedAt, components, ...(intervals.length > 0 && { intervals }), ...(open && { openUntil: now }) };
}
