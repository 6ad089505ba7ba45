import { escalationRecord, scheduleRecord, type EscalationRecord, type ScheduleRecord } from "@ballast/schema";
import { isTimeZone } from "@ballast/domain";
import type { z } from "zod";
import type { Window } from "./tracks.ts";

/** Something that is not carried over, or not as it was, and why. */
export interface Left {
  readonly what: string;
  readonly why: string;
}

/** Somebody as the other product knows them. */
export interface TheirPerson {
  readonly mail: string;
  readonly name: string;
  readonly timeZone: string;
  /** By which of its channels they are called, each after so many minutes, for high and for low urgency. */
  readonly high: readonly TheirRule[];
  readonly low: readonly TheirRule[];
}
export interface TheirRule {
  readonly method: string;
  readonly afterMinutes: number;
}

/** A schedule of the other product. */
export interface MovedSchedule {
  readonly sourceId: string;
  readonly name: string;
  readonly timeZone: string;
  /** What becomes of it here; null: nothing can. */
  readonly record: ScheduleRecord | null;
  /** Who is on call there in each minute of a window, by that product's own rules. */
  readonly theirs: (window: Window) => readonly (readonly string[])[];
  /** Why that cannot be worked out; null: it can. */
  readonly incomparable: string | null;
}

/** What an export holds. */
export interface Moved {
  readonly people: readonly TheirPerson[];
  readonly schedules: readonly MovedSchedule[];
  readonly policies: readonly EscalationRecord[];
  readonly left: readonly Left[];
}

export type Layer = ScheduleRecord["layers"][number];
export type Override = ScheduleRecord["overrides"][number];
export type Hours = Layer["hours"];
export type Step = EscalationRecord["steps"][number];

/** What is left unsaid of a person who is called somewhere and is in no list of users. */
export const strangerCalled = (id: string): string => `someone unknown (${id})`;

/** What is said where an export was made without a schedule's overrides: none of them would come, nor be compared. */
export const withoutOverrides = (name: string): Left => ({
  what: `schedule ${name}`, why: "its overrides are not in the export: `ballast import oncall --help` says how they come into it",
});

/** The zone, or UTC where it is none that is known. */
export const zoneOr = (zone: string | null | undefined): string => (zone && isTimeZone(zone) ? zone : "UTC");

/** Takes what fits a shape; of what does not it is said where and why. */
export function taken<Shape extends z.ZodType>(
  list: readonly unknown[], shape: Shape, { what, left }: { readonly what: string; readonly left: Left[] },
): readonly z.infer<Shape>[] {
  return list.flatMap((each, at) => {
    const read = shape.safeParse(each);
    if (read.success) return [read.data];
    const [issue] = read.error.issues;
    left.push({ what: `${what} ${String(at + 1)}`, why: `${issue?.path.join(".") || "it"}: ${issue?.message ?? "cannot be read"}` });
    return [];
  });
}

/** Hours with the same times are one entry. */
export function mergedHours(hours: Hours): Hours {
  const same = Map.groupBy(hours, ({ from, to, daysLater }) => `${from} ${to} ${String(daysLater)}`);
  return [...same.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{
      ...first, weekdays: [...new Set([first, ...more].flatMap(({ weekdays }) => weekdays))].sort((one, other) => one - other),
    }]);
}

/** Joins the targets of steps that come at once, and leaves out those that call nobody. */
export function usableSteps(steps: readonly Step[], most: { readonly steps: number; readonly targets: number }): Step[] {
  const usable: Step[] = [];
  for (const step of steps) {
    const before = usable.at(-1);
    if (step.targets.length > 0) usable.push({ ...step, targets: uniqueTargets(step.targets).slice(0, most.targets) });
    else if (before !== undefined) usable[usable.length - 1] = { ...before, minutes: Math.min(1_440, before.minutes + step.minutes) };
  }
  return usable.slice(0, most.steps);
}

const uniqueTargets = (targets: Step["targets"]): Step["targets"] =>
  targets.filter((target, at) => targets.findIndex((other) => JSON.stringify(other) === JSON.stringify(target)) === at);

/** A schedule is known by its name here: of two with one name the first comes. */
export function onceNamed<One extends { readonly name: string }>(all: readonly One[], what: string, left: Left[]): readonly One[] {
  const seen = new Set<string>();
  return all.filter(({ name }) => {
    const again = seen.has(name.toLowerCase());
    if (again) left.push({ what: `${what} ${name}`, why: "another one has that name: rename one of them there" });
    seen.add(name.toLowerCase());
    return !again;
  });
}

/** Nothing comes that the door of imports would not take: what is too much of it, or too long, is said here already. */
function fits(shape: z.ZodType, record: ScheduleRecord | EscalationRecord, left: Left[]): boolean {
  const read = shape.safeParse(record);
  if (read.success) return true;
  const [issue] = read.error.issues;
  const what = record.what === "schedule" ? "schedule" : "escalation policy";
  left.push({ what: `${what} ${record.name}`, why: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "cannot be taken"}` });
  return false;
}

/** What of an export can come, without what the door of imports would refuse. */
export const fitting = (moved: Moved & { readonly left: Left[] }): Moved => ({
  ...moved,
  schedules: moved.schedules.map((schedule) => ({
    ...schedule, record: schedule.record !== null && fits(scheduleRecord, schedule.record, moved.left) ? schedule.record : null,
  })),
  policies: moved.policies.filter((policy) => fits(escalationRecord, policy, moved.left)),
});
