import { dutiesWithin, Rejection, rotationDecider } from "@ballast/domain";
import type { OnCallProduct, ScheduleRecord } from "@ballast/schema";
import type { MovedSchedule } from "./moved.ts";
import { MINUTE_MS, type Window } from "./tracks.ts";

/** So far ahead shifts are compared, ms. */
export const COMPARED_MS = 90 * 86_400_000;

/** A time in which the same people are on call there, and the same ones here. */
export interface ComparedShift {
  readonly from: string;
  readonly to: string;
  readonly there: readonly string[];
  readonly here: readonly string[];
  readonly differs: boolean;
}

/** A schedule there, and what would become of it here, minute by minute. */
export interface SideBySide {
  readonly sourceId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly minutes: number;
  readonly differing: number;
  readonly shifts: readonly ComparedShift[];
  /** Why who is on call there cannot be worked out; null: it can. */
  readonly incomparable: string | null;
}

type People = readonly string[];

/** Who would be on call here in each minute: what the import would write, read by the rules that page people. */
export function oursOf(record: ScheduleRecord | null, source: OnCallProduct, window: Window): readonly People[] {
  const none: People = [];
  const nobody = (): People[] => Array.from({ length: Math.ceil((window.to - window.from) / MINUTE_MS) }, () => none);
  const plan = record === null ? null : planOf(record, source, new Date(window.from).toISOString());
  if (plan === null) return nobody();
  const minutes = nobody();
  for (const { from, to, people } of dutiesWithin({ ...plan, left: new Map<string, string>() }, window)) {
    const called = people.map(({ personId }) => personId);
    for (
      let minute = Math.ceil((from - window.from) / MINUTE_MS); window.from + minute * MINUTE_MS < to; minute += 1
    ) minutes[minute] = called;
  }
  return minutes;
}

/** The schedule that would be there, with mail addresses for people; null where it would be refused. */
function planOf({ sourceId, name, layers, overrides }: ScheduleRecord, source: OnCallProduct, now: string) {
  try {
    const events = rotationDecider.decide({
      type: "ImportRotation", now, rotationId: sourceId, source, sourceId, name,
      layers: layers.map(({ sourceId: there, ...layer }) => ({ sourceId: there, layer: { ...layer, layerId: `layer ${there}` } })),
      overrides: overrides.map(({ sourceId: there, person, ...override }) => ({ ...override, personId: person, overrideId: there })),
    }, rotationDecider.initialState);
    const made = events.reduce(rotationDecider.evolve, rotationDecider.initialState);
    return made.status === "absent" ? null : made;
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

/** Draws the shifts of a schedule there and here side by side, from a moment on. */
export function sideBySide(schedule: MovedSchedule, source: OnCallProduct, now: number): SideBySide {
  const { sourceId, name, timeZone, record, incomparable } = schedule;
  const from = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  const window = { from, to: from + COMPARED_MS };
  const here = oursOf(record, source, window);
  const untold: People = [];
  const there = incomparable === null ? schedule.theirs(window) : here.map(() => untold);
  const iso = (minute: number): string => new Date(from + minute * MINUTE_MS).toISOString();
  const edges = edgesOf(there, here);
  const shifts = edges.map((minute, place): ComparedShift => {
    const both = [sorted(there[minute] ?? []), sorted(here[minute] ?? [])] as const;
    return {
      from: iso(minute), to: iso(edges[place + 1] ?? here.length), there: both[0], here: both[1],
      differs: incomparable === null && both[0].join("\n") !== both[1].join("\n"),
    };
  });
  const minutesOf = (shift: ComparedShift): number => (Date.parse(shift.to) - Date.parse(shift.from)) / MINUTE_MS;
  return {
    sourceId, name, timeZone, incomparable, minutes: here.length,
    differing: shifts.filter(({ differs }) => differs).reduce((sum, shift) => sum + minutesOf(shift), 0),
    shifts,
  };
}

/** The minutes in which somebody else is on call than in the one before, on either side. */
function edgesOf(there: readonly People[], here: readonly People[]): readonly number[] {
  const edges: number[] = [];
  let last: readonly [People, People, string] | null = null;
  for (const [minute, ours] of here.entries()) {
    const theirs = there[minute] ?? [];
    if (last !== null && last[0] === theirs && last[1] === ours) continue;
    const key: string = JSON.stringify([sorted(theirs), sorted(ours)]);
    if (key !== last?.[2]) edges.push(minute);
    last = [theirs, ours, key];
  }
  return edges;
}

const sorted = (people: People): People => [...new Set(people)].sort();
