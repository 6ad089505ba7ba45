import {
  courseOf, ladderOf, onCallAround, peopleAt, personDecider, rotationDecider, type AskedPolicy, type Called, type Course,
  type OnCall, type RotationPlan,
  type RotationSchedule,
} from "@ballast/domain";
import { calledBy, escalationDecider } from "@ballast/domain/escalation";
import { foldLately, foldRecord, type Log } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { peopleWithRole, rolesCalled } from "../audience.ts";

/** Whom the steps of a page call, and how each can be reached. */
export interface Reachable {
  readonly course: Course;
  readonly people: ReadonlyMap<string, Called>;
}

interface Moment {
  readonly at: Date;
  readonly round: number;
}

/**
 * Asked at the moment of sending: policies, rotations, people and their channels may have changed since the page was asked for. Who answers
 * incidents at all is asked only where nobody else can be called: the whole log is looked through for that.
 */
export async function reachableFor(log: Log, request: DataOf<"PageRequested">, moment: Moment): Promise<Reachable> {
  const [policies, own] = await Promise.all([policiesOf(log, request), plansOf(log, request.rotationIds)]);
  const asked = policies.flatMap(({ policy, rotationIds }) => [...rotationIds, ...calledBy(policy).rotationIds]);
  const plans = new Map([...own, ...await plansOf(log, asked.filter((id) => !own.has(id)))]);
  const concerned: ConcernedBy = { request, policies, plans, everybody: [] };
  const few = await coursed(log, concerned, moment);
  return few.callsOthers ? coursed(log, { ...concerned, everybody: await peopleWithRole(log, rolesCalled[request.purpose]) }, moment) : few;
}

interface ConcernedBy {
  readonly request: DataOf<"PageRequested">;
  readonly policies: readonly AskedPolicy[];
  readonly plans: ReadonlyMap<string, RotationPlan>;
  readonly everybody: readonly string[];
}

/** The course of a round among these people. `callsOthers`: whoever else answers incidents may have a part in it. */
async function coursed(
  log: Log, { request, policies, plans, everybody }: ConcernedBy, { at, round }: Moment,
): Promise<Reachable & { readonly callsOthers: boolean }> {
  const { rotationIds, personIds, origin, policy } = request;
  const named = [...plans.values()].flatMap(({ layers, overrides, fallbacks }) => [
    ...layers.flatMap(({ people }) => people),
    ...overrides.map(({ personId }) => personId),
    ...fallbacks.flatMap(({ personId }) => personId ?? []),
  ]);
  const byName = policies.flatMap((one) => calledBy(one.policy).personIds);
  const firstIds = origin?.firstIds ?? [];
  const ids = [...new Set([...named, ...byName, ...firstIds, ...personIds, ...everybody])];
  const people = await peopleOf(log, ids);
  const contacts = new Map([...people].map(([id, person]) => [id, person.contacts]));
  // Whoever is not here is called by nobody from now on, since when they are gone is the same to a page.
  const left = new Map(ids.filter((id) => !contacts.has(id)).map((id) => [id, new Date(0).toISOString()]));
  const schedules = new Map([...plans].map(([id, plan]) => [id, onCallOf({ ...plan, left }, at)]));
  const rotations = rotationIds.flatMap((id) => schedules.get(id) ?? []);
  const concerned = { rotations, personIds, contacts, everybody };
  const course = courseOf({ ...concerned, policies, schedules, firstIds, onlyFirst: origin?.kind === "calledIn" }, round, policy);
  const isBuiltIn = policies.length === 0 || rotations.length > 0 || personIds.length > 0;
  // Who is called first stands before what would be called without them, which may be everybody.
  const callsOthers =
    course.straightToEveryone !== null || firstIds.length > 0 || (isBuiltIn && ladderOf(concerned).straightToEveryone !== null);
  return { course, people, callsOthers };
}

/** What the policies of a page say now; one that was retired meanwhile says what it said last. */
async function policiesOf(log: Log, { escalations }: DataOf<"PageRequested">): Promise<readonly AskedPolicy[]> {
  const policies = await Promise.all(escalations.map(async ({ escalationId, rotationIds }) => {
    const policy = await foldRecord(log, escalationDecider, escalationId);
    return policy.status === "absent" ? [] : [{ policy, rotationIds }];
  }));
  return policies.flat();
}

/** As just read, where they were: many who are called at once ask for the same schedules and people. */
async function plansOf(log: Log, rotationIds: readonly string[]): Promise<ReadonlyMap<string, RotationPlan>> {
  const plans = await Promise.all([...new Set(rotationIds)].map(async (id): Promise<readonly [string, RotationPlan][]> => {
    const state = await foldLately(log, rotationDecider, { id });
    return state.status === "created" ? [[id, state]] : [];
  }));
  return new Map(plans.flat());
}

const onCallOf = (rotation: RotationSchedule, at: Date): OnCall => ({
  ...onCallAround(rotation, at.toISOString()), members: peopleAt(rotation.layers, at.getTime()),
});

/** Of those who are here; who has left is not called. */
async function peopleOf(log: Log, ids: readonly string[]): Promise<ReadonlyMap<string, Called>> {
  const people = await Promise.all(ids.map(async (id) => ({ id, person: await foldLately(log, personDecider, { id }) })));
  return new Map(people.flatMap(({ id, person }): [string, Called][] =>
    person.status === "active" ? [[id, { contacts: person.contacts, timeZone: person.timeZone, rules: person.pagingRules }]] : []));
}
