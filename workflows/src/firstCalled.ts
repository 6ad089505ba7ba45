import {
  dutiesWithin, onCallAround, peopleAt, personDecider, rotationDecider, type RotationPlan, type RotationSchedule,
} from "@ballast/domain";
import { escalationDecider } from "@ballast/domain/escalation";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { EscalationTarget } from "@ballast/schema";
import { calledFor } from "./audience.ts";

/** The steps by which people are called, one after the other; `own`: the schedules that answer for the service itself. */
interface Ladder {
  readonly steps: readonly (readonly EscalationTarget[])[];
  readonly own: readonly string[];
}

/** Everything that says who is called for a service, as it is now. */
interface Asked {
  readonly ladders: readonly Ladder[];
  readonly schedules: ReadonlyMap<string, RotationSchedule>;
  /** Who is here: whoever has left is reached by no step. */
  readonly here: ReadonlySet<string>;
}

/** What is built in, where a service has no policy. */
const builtIn: Ladder["steps"] = (["onCall", "next", "everyone"] as const).map((who) => [{ kind: "schedule", rotationId: null, who }]);

async function laddersOf(log: Log, serviceId: string): Promise<readonly Ladder[]> {
  const { rotationIds, escalations } = await calledFor(log, [serviceId], "responders");
  const policies = await Promise.all(escalations.map(async ({ escalationId, rotationIds: own }): Promise<Ladder[]> => {
    const policy = await foldRecord(log, escalationDecider, escalationId);
    return policy.status === "absent" ? [] : [{ steps: [...policy.steps.map(({ targets }) => targets), policy.lastly], own }];
  }));
  return [...(rotationIds.length === 0 ? [] : [{ steps: builtIn, own: rotationIds }]), ...policies.flat()];
}

const namedIn = ({ layers, overrides, fallbacks }: RotationPlan): readonly string[] => [
  ...layers.flatMap(({ people }) => people), ...overrides.map(({ personId }) => personId),
  ...fallbacks.flatMap(({ personId }) => personId ?? []),
];

async function askedFor(log: Log, serviceId: string): Promise<Asked> {
  const ladders = await laddersOf(log, serviceId);
  const targets = ladders.flatMap(({ steps }) => steps.flat());
  const ids = new Set([
    ...ladders.flatMap(({ own }) => own), ...targets.flatMap((target) => (target.kind === "schedule" ? (target.rotationId ?? []) : [])),
  ]);
  const plans = (await Promise.all([...ids].map(async (id) => ({ id, plan: await foldRecord(log, rotationDecider, id) }))))
    .flatMap(({ id, plan }) => (plan.status === "created" ? [[id, plan] as const] : []));
  const named = new Set([
    ...plans.flatMap(([, plan]) => namedIn(plan)), ...targets.flatMap((target) => (target.kind === "person" ? [target.personId] : [])),
  ]);
  const people = await Promise.all([...named].map(async (id) => ({ id, person: await foldRecord(log, personDecider, id) })));
  const here = new Set(people.flatMap(({ id, person }) => (person.status === "active" ? [id] : [])));
  // Since when somebody is gone is the same to what is ahead.
  const left = new Map([...named].flatMap((id) => (here.has(id) ? [] : [[id, new Date(0).toISOString()] as const])));
  return { ladders, here, schedules: new Map(plans.map(([id, plan]) => [id, { ...plan, left }])) };
}

/** Whom the first step that reaches somebody calls at a moment: one that is empty then is passed over, as a page passes it. */
function firstAt({ ladders, schedules, here }: Asked, at: number): readonly string[] {
  const ofSchedule = (schedule: RotationSchedule, who: "onCall" | "next" | "everyone"): readonly string[] => {
    if (who === "everyone") return peopleAt(schedule.layers, at);
    const { now, next } = onCallAround(schedule, new Date(at).toISOString());
    return who === "onCall" ? now : next === null ? [] : [next];
  };
  const calledBy = (target: EscalationTarget, own: readonly string[]): readonly string[] => {
    if (target.kind === "person") return [target.personId];
    const asked = (target.rotationId === null ? own : [target.rotationId]).flatMap((id) => schedules.get(id) ?? []);
    return asked.flatMap((schedule) => ofSchedule(schedule, target.who));
  };
  return ladders.flatMap(({ steps, own }) => {
    const reached = steps.map((targets) => targets.flatMap((target) => calledBy(target, own)).filter((id) => here.has(id)));
    return reached.find((people) => people.length > 0) ?? [];
  });
}

/** Who is called first for a service at a moment, by its policy or by its rotation. Each once, and only who is here. */
export async function firstCalledFor(log: Log, serviceId: string, at: Date): Promise<readonly string[]> {
  return [...new Set(firstAt(await askedFor(log, serviceId), at.getTime()))];
}

/** Everybody who is called first at some moment of a time, its last one included: whoever has a turn in it. */
export async function firstCalledWithin(
  log: Log, serviceId: string, time: { readonly from: Date; readonly until: Date },
): Promise<readonly string[]> {
  const asked = await askedFor(log, serviceId);
  const [from, to] = [time.from.getTime(), time.until.getTime()];
  const changes = [...asked.schedules.values()].flatMap((schedule) => dutiesWithin(schedule, { from, to }).map((duty) => duty.from));
  return [...new Set([...new Set([from, ...changes, to])].flatMap((at) => firstAt(asked, at)))];
}
