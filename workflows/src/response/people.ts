import {
  duties, everybodyAt, ladderOf, peopleAt, personDecider, rotationDecider, type Ladder, type OnCall, type RotationPlan,
  type RotationSchedule,
} from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { Contacts, DataOf } from "@ballast/schema";
import { peopleWithRole, rolesCalled } from "../audience.ts";

/** How far ahead the next person on call is looked for: five weeks of a weekly rotation. */
const aheadMs = 35 * 24 * 60 * 60_000;

/** Whom the steps of a page call, and how each can be reached. */
export interface Reachable {
  readonly ladder: Ladder;
  readonly contacts: ReadonlyMap<string, Contacts>;
}

/** Asked at the moment of sending: rotations, people and their channels may have changed since the page was asked for. */
export async function reachableFor(log: Log, request: DataOf<"PageRequested">, at: Date): Promise<Reachable> {
  const plans = (await Promise.all(request.rotationIds.map((id) => planOf(log, id)))).filter((plan) => plan !== null);
  const everybody = await peopleWithRole(log, rolesCalled[request.purpose]);
  const named = plans.flatMap(({ layers, overrides, fallbacks }) => [
    ...layers.flatMap(({ people }) => people),
    ...overrides.map(({ personId }) => personId),
    ...fallbacks.flatMap(({ personId }) => personId ?? []),
  ]);
  const ids = [...new Set([...named, ...request.personIds, ...everybody])];
  const contacts = await contactsOf(log, ids);
  // Whoever is not here is called by nobody from now on, since when they are gone is the same to a page.
  const left = new Map(ids.filter((id) => !contacts.has(id)).map((id) => [id, new Date(0).toISOString()]));
  return {
    contacts,
    ladder: ladderOf({
      rotations: plans.map((plan) => onCallOf({ ...plan, left }, at)),
      personIds: request.personIds,
      contacts,
      everybody,
    }),
  };
}

async function planOf(log: Log, rotationId: string): Promise<RotationPlan | null> {
  const state = await foldRecord(log, rotationDecider, rotationId);
  return state.status === "created" ? state : null;
}

function onCallOf(rotation: RotationSchedule, at: Date): OnCall {
  const now = everybodyAt(rotation, at.toISOString());
  const coming = duties(rotation, at.toISOString(), new Date(at.getTime() + aheadMs).toISOString());
  const next = coming.flatMap(({ people }) => people).find(({ personId }) => !now.includes(personId))?.personId ?? null;
  return { now, next, members: peopleAt(rotation.layers, at.getTime()) };
}

/** Of those who are here; who has left is not called. */
async function contactsOf(log: Log, ids: readonly string[]): Promise<ReadonlyMap<string, Contacts>> {
  const people = await Promise.all(ids.map(async (id) => ({ id, person: await foldRecord(log, personDecider, id) })));
  return new Map(people.flatMap(({ id, person }) => (person.status === "active" ? [[id, person.contacts] as const] : [])));
}
