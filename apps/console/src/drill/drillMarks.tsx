import { dayAndTime } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { State } from "../marks/State.tsx";
import type { Tone } from "../marks/tone.ts";
import type { Drill } from "./drillDocuments.ts";

const states: Readonly<Record<Drill["state"], readonly [Tone, string]>> = {
  planned: ["planned", "Planned"], running: ["attention", "Running"], over: ["good", "Over"], calledOff: ["idle", "Called off"],
};

/** Where a drill stands. */
export const DrillState = ({ state }: Pick<Drill, "state">) => <State tone={states[state][0]}>{states[state][1]}</State>;

/** When it began, or between which moments it will. */
export function DrillWhen({ begunAt, from, until }: Pick<Drill, "begunAt" | "from" | "until">) {
  const zone = useZone();
  if (begunAt !== null) return <>{dayAndTime(begunAt, zone)}</>;
  return <>{from === until ? dayAndTime(from, zone) : `between ${dayAndTime(from, zone)} and ${dayAndTime(until, zone)}`}</>;
}
