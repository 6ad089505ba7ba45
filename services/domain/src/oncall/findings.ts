import type { FindingKind } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";
import { dutiesWithin, type Duty, type RotationSchedule } from "./duties.ts";
import { clockChangesIn, wallMinuteAt, type ClockChange } from "./wallClock.ts";

/** A decision to leave what was found between two moments, and why. */
export type Kept = { readonly kind: FindingKind; readonly from: string; readonly to: string; readonly reason: string };

/** Nobody, or several people, on call; the same time of day again within a week is one finding. Milliseconds. */
export type Finding = Interval & {
  readonly kind: FindingKind;
  /** Each time it happens, in order; `from` and `to` of the finding are those of the first and of the last. */
  readonly times: readonly FoundTime[];
  /** The change of a clock since which it happens; null where it is not one that made it. */
  readonly cause: ClockChange | null;
  /** Why it stays as it is; null: nobody has decided that. */
  readonly kept: string | null;
};

/** One time in which nobody or several are on call: in a gap the people are who answers as the fallback. */
export type FoundTime = Interval & { readonly people: readonly string[] };

const WEEK_MS = 7 * 86_400_000;
/** What begins so soon after a change of a clock was made by it: a turn of two days, at most. */
const MADE_WITHIN_MS = 2 * 86_400_000;

/** Every change of a clock that a schedule's layers follow, within a time. */
export function clockChanges({ layers }: Pick<RotationSchedule, "layers">, { from, to }: Interval): readonly ClockChange[] {
  const zones = [...new Set(layers.map(({ timeZone }) => timeZone))];
  return zones.flatMap((zone) => clockChangesIn(zone, from, to)).toSorted((one, other) => one.at - other.at);
}

/** Every gap and every overlap of a time, the earliest first; none is left out. */
export function findingsIn(
  schedule: RotationSchedule,
  window: Interval,
  { kept, timeZone }: { readonly kept: readonly Kept[]; readonly timeZone: string },
): readonly Finding[] {
  const duties = dutiesWithin(schedule, window);
  const changes = clockChanges(schedule, window);
  return (["gap", "overlap"] as const)
    .flatMap((kind) => grouped(timesOf(duties, kind), timeZone).map((times) => findingOf(kind, times, { changes, kept })))
    .toSorted((one, other) => one.from - other.from);
}

/** Each time of a kind, those that follow each other joined where the same people have them. */
function timesOf(duties: readonly Duty[], kind: FindingKind): readonly FoundTime[] {
  const found: FoundTime[] = [];
  for (const { from, to, people: onDuty, gap } of duties) {
    if (kind === "gap" ? !gap : gap || onDuty.length < 2) continue;
    const people = onDuty.map(({ personId }) => personId);
    const before = found.at(-1);
    const goesOn = before !== undefined && before.to === from && before.people.join() === people.join();
    if (goesOn) found[found.length - 1] = { ...before, to };
    else found.push({ from, to, people });
  }
  return found;
}

/** What comes again at the same time of the day within a week is one thing to decide. */
function grouped(times: readonly FoundTime[], timeZone: string): readonly (readonly [FoundTime, ...FoundTime[]])[] {
  const groups: [FoundTime, ...FoundTime[]][] = [];
  const open = new Map<string, [FoundTime, ...FoundTime[]]>();
  for (const time of times) {
    const key = `${String(wallMinuteAt(time.from, timeZone))} ${String(time.to - time.from)}`;
    const group = open.get(key);
    if (group !== undefined && time.from - (group.at(-1)?.from ?? 0) <= WEEK_MS) group.push(time);
    else {
      const begun: [FoundTime, ...FoundTime[]] = [time];
      open.set(key, begun);
      groups.push(begun);
    }
  }
  return groups;
}

function findingOf(
  kind: FindingKind,
  times: readonly [FoundTime, ...FoundTime[]],
  { changes, kept }: { readonly changes: readonly ClockChange[]; readonly kept: readonly Kept[] },
): Finding {
  const [from, to] = [times[0].from, times.at(-1)?.to ?? times[0].to];
  const decided = kept.findLast((each) => each.kind === kind && instantOf(each.from) <= from && to <= instantOf(each.to));
  const cause = changes.findLast(({ at }) => at <= from && from - at <= MADE_WITHIN_MS) ?? null;
  return { kind, from, to, times, cause, kept: decided?.reason ?? null };
}

/** How a finding is put right: who was on call before stays on through it, or who is on call afterwards comes for it. */
export type RepairHow = "stay" | "come";

/** Who is on call alone, and when, so that a finding is none any more; null where nobody is there to stay or to come. */
export function repairOf(schedule: RotationSchedule, { times }: Pick<Finding, "times">, how: RepairHow): readonly Repair[] | null {
  const repairs = times.map(({ from, to }) => {
    const moment = how === "stay" ? from - 1 : to;
    const [beside] = dutiesWithin(schedule, { from: moment, to: moment + 1 });
    const personId = beside === undefined || beside.gap ? undefined : beside.people[0]?.personId;
    return personId === undefined ? null : { personId, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  });
  const whole = repairs.filter((repair) => repair !== null);
  return whole.length === repairs.length ? whole : null;
}

/** One override that a repair adds. */
export type Repair = { readonly personId: string; readonly from: string; readonly to: string };
