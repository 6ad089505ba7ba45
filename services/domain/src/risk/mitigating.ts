import type { RiskInputs } from "@ballast/schema";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import { lateness as latenessOf, type Lateness } from "../promise/index.ts";
import type { PlannedMitigation } from "./mitigationDecider.ts";

type Known = Pick<PlannedMitigation, "mitigationId" | "number" | "status" | "dueOn" | "needs" | "effects" | "slips" | "delivered">;

const isOpen = ({ status }: Known): boolean => status === "planned" || status === "inProgress";

/** The inputs of a risk after a mitigation. */
export function inputsAfter(inputs: RiskInputs, mitigation: Pick<PlannedMitigation, "effects">, riskId: string): RiskInputs {
  const effect = mitigation.effects.find((known) => known.riskId === riskId);
  return effect === undefined ? inputs : { ...inputs, ...effect.inputs };
}

/** What a risk is expected to cost when what is still to come has been delivered, one after the other. */
export interface MitigationPath {
  /** Minutes a year that each takes off, in the order in which they come; less than nothing where it adds some. */
  readonly steps: readonly { readonly mitigationId: string; readonly saved: number }[];
  readonly inputs: RiskInputs;
  /** Minutes a year at the end. */
  readonly minutes: number;
}

/** Takes the open mitigations of a risk in the order of the days to which they really compute. */
export function mitigationPath(inputs: RiskInputs, riskId: string, mitigations: readonly Known[]): MitigationPath {
  const times = schedule(mitigations);
  const inOrder = mitigations
    .filter(isOpen)
    .flatMap((mitigation) => {
      const at = times.get(mitigation.mitigationId);
      return at === undefined ? [] : [{ mitigation, at }];
    })
    .toSorted(({ at: one }, { at: other }) => (one.day === other.day ? one.after - other.after : one.day < other.day ? -1 : 1));
  let at = inputs;
  const steps = inOrder.map(({ mitigation }) => {
    const after = inputsAfter(at, mitigation, riskId);
    const saved = badMinutesAYear(at) - badMinutesAYear(after);
    at = after;
    return { mitigationId: mitigation.mitigationId, saved };
  });
  return { steps, inputs: at, minutes: badMinutesAYear(at) };
}

/** When one really comes: the day, and how many in a row it waits for. */
interface Scheduled {
  readonly day: string;
  readonly after: number;
}

/**
 * The day to which each really computes: its own, or that of what it waits for where that is later. What is not known
 * here, delivered or given up holds up nothing.
 */
export const realDueDates = (mitigations: readonly Known[]): ReadonlyMap<string, string> =>
  new Map([...schedule(mitigations)].map(([id, { day }]) => [id, day]));

function schedule(mitigations: readonly Known[]): ReadonlyMap<string, Scheduled> {
  const byId = new Map(mitigations.map((mitigation) => [mitigation.mitigationId, mitigation]));
  const known = new Map<string, Scheduled>();
  // A circle is refused when it is made; two who make one at once must not hang whoever reads it.
  const scheduled = (mitigation: Known, asked: ReadonlySet<string>): Scheduled => {
    const before = known.get(mitigation.mitigationId);
    if (before !== undefined) return before;
    const waits = mitigation.needs.flatMap((id) => {
      const needed = byId.get(id);
      return needed === undefined || !isOpen(needed) || asked.has(id) ? [] : [scheduled(needed, new Set([...asked, id]))];
    });
    const found = waits.reduce(
      (latest, { day, after }) => ({ day: day > latest.day ? day : latest.day, after: Math.max(latest.after, after + 1) }),
      { day: mitigation.dueOn, after: 0 },
    );
    known.set(mitigation.mitigationId, found);
    return found;
  };
  return new Map(mitigations.map((mitigation) => [mitigation.mitigationId, scheduled(mitigation, new Set([mitigation.mitigationId]))]));
}

/** Those it still waits for. */
export const waitsFor = ({ needs }: Pick<Known, "needs">, mitigations: readonly Known[]): readonly string[] =>
  mitigations.filter((other) => needs.includes(other.mitigationId) && isOpen(other)).map(({ mitigationId }) => mitigationId);

/** How late it is, in whole days; what was given up is late for nobody. */
export const lateness = (mitigation: Known, today: string): Lateness =>
  mitigation.status === "givenUp"
    ? { overdue: 0, sinceFirst: 0 }
    : latenessOf(mitigation, today, mitigation.delivered?.at.slice(0, 10) ?? null);
