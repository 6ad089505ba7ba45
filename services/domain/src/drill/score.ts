import type { DrillMark, DrillMarkName, IncidentRole } from "@ballast/schema";

/** What a drill's incident says of how it was answered. Instants are ms since 1970; null: it never came to that. */
export interface DrillFacts {
  readonly severity: number;
  readonly declaredAt: number;
  readonly pagedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly commanderAt: number | null;
  /** In their order; `promisedMs`: in how long the next one was said to come. */
  readonly updates: readonly { readonly at: number; readonly promisedMs: number | null }[];
  /** Roles that somebody had at some time. */
  readonly roles: readonly IncidentRole[];
  /** How many lines the checklist of its type has, and when each that was ticked at its end was; null: it has none. */
  readonly checklist: { readonly lines: number; readonly tickedAt: readonly number[] } | null;
  readonly endedAt: number;
  /** People ended it, in the time it had. */
  readonly finished: boolean;
  readonly lastsMs: number;
}

/** How quick is quick enough, ms. */
export interface DrillGoals {
  readonly acknowledgeWithinMs: number;
  readonly commanderWithinMs: number;
  readonly firstUpdateWithinMs: number;
  readonly updateEveryMs: number;
}

/** What is asked of every response: an answer, a commander and a word within five minutes, then a word every twenty. */
export const drillGoals: DrillGoals = {
  acknowledgeWithinMs: 5 * 60_000, commanderWithinMs: 5 * 60_000, firstUpdateWithinMs: 5 * 60_000, updateEveryMs: 20 * 60_000,
};

/** Roles that an incident of a severity cannot do without. */
const rolesAsked = (severity: number): readonly IncidentRole[] =>
  severity === 1 ? ["commander", "communications", "scribe"] : severity === 2 ? ["commander", "communications"] : ["commander"];

const inTime = (
  mark: DrillMarkName, { from, at, goalMs }: { readonly from: number; readonly at: number | null; readonly goalMs: number },
): DrillMark => {
  const tookMs = at === null ? null : Math.max(0, at - from);
  return { mark, met: tookMs !== null && tookMs <= goalMs ? 1 : 0, of: 1, tookMs, goalMs };
};

/** Each update says when the next one comes, or the rule does; the last one owes none where the end came first. */
function updatesOnTime({ updates, endedAt }: DrillFacts, { updateEveryMs }: DrillGoals): readonly DrillMark[] {
  const owed = updates.flatMap(({ at, promisedMs }, index): boolean[] => {
    const due = at + (promisedMs ?? updateEveryMs);
    const next = updates[index + 1]?.at;
    if (next !== undefined) return [next <= due];
    return endedAt <= due ? [] : [false];
  });
  return owed.length === 0 ? [] : [{
    mark: "updatesOnTime", met: owed.filter((kept) => kept).length, of: owed.length, tookMs: null, goalMs: null,
  }];
}

/** How much of the checklist was done by the end, and when the last of it was; a drill without one is not asked for it. */
function checklistDone({ checklist, declaredAt, endedAt }: DrillFacts): readonly DrillMark[] {
  if (checklist === null || checklist.lines === 0) return [];
  // What is ticked afterwards tells what was done, and not that anybody went by the list.
  const inIts = checklist.tickedAt.filter((at) => at <= endedAt);
  const tookMs = inIts.length === 0 ? null : Math.max(0, Math.max(...inIts) - declaredAt);
  return [{ mark: "checklist", met: Math.min(inIts.length, checklist.lines), of: checklist.lines, tookMs, goalMs: null }];
}

/** How a drill went, mark by mark; what nobody asks of its severity is no mark. */
export function marksOf(facts: DrillFacts, goals: DrillGoals): readonly DrillMark[] {
  const { severity, declaredAt, pagedAt, acknowledgedAt, commanderAt, updates, roles, endedAt, finished, lastsMs } = facts;
  const asked = rolesAsked(severity);
  return [
    inTime("acknowledged", { from: pagedAt ?? declaredAt, at: acknowledgedAt, goalMs: goals.acknowledgeWithinMs }),
    inTime("commander", { from: declaredAt, at: commanderAt, goalMs: goals.commanderWithinMs }),
    inTime("firstUpdate", { from: declaredAt, at: updates[0]?.at ?? null, goalMs: goals.firstUpdateWithinMs }),
    ...updatesOnTime(facts, goals),
    {
      mark: "roles", met: asked.filter((role) => roles.includes(role)).length, of: asked.length, tookMs: null, goalMs: null,
    },
    ...checklistDone(facts),
    inTime("finished", { from: declaredAt, at: finished ? endedAt : null, goalMs: lastsMs }),
  ];
}

/** The share of what was asked that was met, every mark alike, 0 to 1; null where nothing was scored. */
export const scoreOf = (marks: readonly DrillMark[]): number | null =>
  marks.length === 0 ? null : marks.reduce((sum, { met, of }) => sum + met / of, 0) / marks.length;
