import type { Lane } from "./entry.ts";

/** What the keyboard steps over: the entry's key, lane and beginning. Entries in order of time. */
export interface Stop {
  key: string;
  lane: Lane;
  at: number;
  keyMoment: boolean;
}

/** A step of the keyboard. */
export type Step = "next" | "previous" | "up" | "down" | "first" | "last" | "nextKey" | "previousKey";

function nearest(stops: readonly Stop[], lane: Lane, at: number): Stop | undefined {
  let best: Stop | undefined;
  for (const stop of stops) {
    if (stop.lane === lane && (best === undefined || Math.abs(stop.at - at) < Math.abs(best.at - at))) best = stop;
  }
  return best;
}

/** Where a step leads from an entry; from nowhere it leads to the first. Up and down go to the nearest in time of the next lane. */
export function steered(
  { stops, lanes }: { stops: readonly Stop[]; lanes: readonly Lane[] },
  from: string | null,
  step: Step,
): Stop | undefined {
  const index = stops.findIndex((stop) => stop.key === from);
  const current = stops[index];
  if (current === undefined) return step === "last" || step === "previous" ? stops.at(-1) : stops[0];
  switch (step) {
    case "next":
      return stops[index + 1] ?? current;
    case "previous":
      return stops[index - 1] ?? current;
    case "first":
      return stops[0];
    case "last":
      return stops.at(-1);
    case "nextKey":
      return stops.slice(index + 1).find((stop) => stop.keyMoment) ?? current;
    case "previousKey":
      return stops.slice(0, index).findLast((stop) => stop.keyMoment) ?? current;
    case "up":
    case "down": {
      const lane = lanes[lanes.indexOf(current.lane) + (step === "up" ? -1 : 1)];
      return (lane === undefined ? undefined : nearest(stops, lane, current.at)) ?? current;
    }
  }
}
