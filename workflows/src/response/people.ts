import {
  courseOf, onCallAround, peopleAt, personDecider, rotationDecider, type AskedPolicy, type Called, type Course,
  type OnCall, type RotationPlan,
  type RotationSchedule,
} from "@ballast/domain";
import { calledBy, escalationDecider } from "@ballast/domain/escalation";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { peopleWithRole, rolesCalled } from "../audience.ts";

/** Whom the steps of a page call, and how each can be reached. */
export interface Reachable {
  readonly course: Course;
  readonly people: ReadonlyMap<string, Called>;
}

/** Asked at the moment of sending: policies, rotations, people and their channels may have changed since the page was asked for. */
export async function reachableFor(
  log: Log, request: DataOf<"PageRequested">, { at, round }: { readonly at: Date; readonly round: number },
): Promise<Reachable> {
  const policies = await policiesOf(log, request);
  const asked = [
    ...request.rotationIds, ...policies.flatMap(({ policy, rotationIds }) => [...rotationIds, ...calledBy(policy).rotationIds]),
  ];
  const plans = new Map<string, RotationPlan>();
  for (const id of new Set(asked)) {
    const plan = await planOf(log, id);
    if (plan !== null) plans.set(id, plan);
  }
  const everybody = await peopleWithRole(log, rolesCalled[request.purpose]);
  const named = [...plans.values()].flatMap(({ layers, overrides, fallbacks }) => [
    ...layers.flatMap(({ people }) => people),
    ...overrides.map(({ personId }) => personId),
    ...fallbacks.flatMap(({ personId }) => personId ?? []),
  ]);
  const byName = policies.flatMap(({ policy }) => calledBy(policy).personIds);
  const firstIds = request.origin?.firstIds ?? [];
  const ids = [...new Set([...named, ...byName, ...firstIds, ...request.personIds, ...everybody])];
  const people = await peopleOf(log, ids);
  const contacts = new Map([...people].map(([id, person]) => [id, person.contacts]));
  // Whoever is not here is called by nobody from now on, since when they are gone is the same to a page.
  const left = new Map(ids.filter((id) => !contacts.has(id)).map((id) => [id, new Date(0).toISOString()]));
  const schedules = new Map([...plans].map(([id, plan]) => [id, onCallOf({ ...plan, left }, at)]));
  const course = courseOf(
    {
      policies, schedules, rotations: request.rotationIds.flatMap((id) => schedules.get(id) ?? []), personIds: request.personIds,
      contacts, everybody, firstIds, onlyFirst: request.origin?.kind === "calledIn",
    },
    round, request.policy,
  );
  return { course, people };
}

/** What the policies of a page say now; one that was retired meanwhile says what it said last. */
async function policiesOf(log: Log, { escalations }: DataOf<"PageRequested">): Promise<readonly AskedPolicy[]> {
  const policies = await Promise.all(escalations.map(async ({ escalationId, rotationIds }) => {
    const policy = await foldRecord(log, escalationDecider, escalationId);
    return policy.status === "absent" ? [] : [{ policy, rotationIds }];
  }));
  return policies.flat();
}

async function planOf(log: Log, rotationId: string): Promise<RotationPlan | null> {
  const state = await foldRecord(log, rotationDecider, rotationId);
  return state.status === "created" ? state : null;
}

const onCallOf = (rotation: RotationSchedule, at: Date): OnCall => ({
  ...onCallAround(rotation, at.toISOString()), members: peopleAt(rotation.layers, at.getTime()),
});

/** Of those who are here; who has left is not called. */
async function peopleOf(log: Log, ids: readonly string[]): Promise<ReadonlyMap<string, Called>> {
  const people = await Promise.all(ids.map(async (id) => ({ id, person: await foldRecord(log, personDecider, id) })));
  return new Map(people.flatMap(({ id, person }): [string, Called][] =>
    person.status === "active" ? [[id, { contacts: person.contacts, timeZone: person.timeZone, rules: person.pagingRules }]] : []));
}
