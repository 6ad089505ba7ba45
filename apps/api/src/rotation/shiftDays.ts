import { shiftsOf, type Shift } from "@ballast/domain";
import type { CalendarEntry, Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { momentOf } from "../graphql/scope.ts";
import { scheduleOf } from "./rotationType.ts";

const DAY_MS = 86_400_000;
/** So far back and ahead one's own shifts stand in the calendar. */
const [BACK_MS, AHEAD_MS] = [31 * DAY_MS, 120 * DAY_MS];

/** Shifts of whoever asks, as times: those of others are looked at where schedules are drawn. */
export function shiftDays(scope: Scope): readonly CalendarEntry[] {
  const me = scope.context.principal?.person.id;
  if (me === undefined) return [];
  const now = momentOf(scope).getTime();
  const window = { from: new Date(now - BACK_MS).toISOString(), to: new Date(now + AHEAD_MS).toISOString() };
  return scope.context.readModel.rotations.all(scope.asOf).flatMap((row) =>
    joined(shiftsOf(scheduleOf({ scope, row }), me, window))
      // What is cut by the window would be another entry each day.
      .filter(({ from, to }) => from > window.from && to < window.to)
      .map(({ from, to, overrideId }) => ({
        key: `shift-${row.id}-${from}`, title: `On call: ${row.name}`, at: from, to, ownerId: me,
        text: overrideId === null ? "" : "You stand in.", view: `/on-call/${encodeURIComponent(toGlobalId("Rotation", row.id))}`,
      })),
  );
}

/** Shifts that follow each other without a break are one time on call. */
function joined(shifts: readonly Shift[]): readonly Shift[] {
  const whole: Shift[] = [];
  for (const shift of shifts) {
    const before = whole.at(-1);
    if (before !== undefined && before.to === shift.from && before.overrideId === shift.overrideId) {
      whole[whole.length - 1] = { ...before, to: shift.to };
    } else whole.push(shift);
  }
  return whole;
}
